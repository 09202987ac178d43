#!/bin/sh
# Run it once, in the folder of compose.yaml. TLS needs tls_certificate.pem and tls_key.pem too.
set -eu

random_text() {
  od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'
}

# Other users of the host can't enter the folder. The users in the containers can read
# the files, because Compose mounts each file by itself.
make_secrets() {
  umask 022
  mkdir -m 700 secrets
  password=$(random_text)
  printf '%s' "$password" >secrets/postgres_password
  printf 'postgresql+asyncpg://shop:%s@postgres/shop' "$password" >secrets/app_database_url
  printf '{"%s": "%s"}' "$(date +%Y-%m)" "$(random_text)" >secrets/app_jwt_keys
}

make_secrets
