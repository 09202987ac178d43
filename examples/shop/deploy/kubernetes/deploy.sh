#!/usr/bin/env bash
# Deploys a release to the cluster of kubectl's current context.
set -euo pipefail

OVERLAY=${1:-deploy/kubernetes/overlays/production}

# Returns as soon as the migration is complete or has failed.
await_migration() {
  local complete failed ended
  kubectl --namespace shop wait job/migrate --for=condition=complete --timeout=10m &
  complete=$!
  kubectl --namespace shop wait job/migrate --for=condition=failed --timeout=10m &
  failed=$!
  if wait -n -p ended "$complete" "$failed" && [ "$ended" = "$complete" ]; then
    kill "$failed" 2>/dev/null || true
  else
    kill "$complete" "$failed" 2>/dev/null || true
    kubectl --namespace shop logs job/migrate --tail=20
    return 1
  fi
}

deploy() {
  # A Job can't be changed, so the one of the last release goes first.
  kubectl --namespace shop delete job migrate --ignore-not-found
  kubectl apply --kustomize "$OVERLAY" \
    --selector 'app.kubernetes.io/component notin (api, worker)'
  await_migration
  kubectl apply --kustomize "$OVERLAY"
  kubectl --namespace shop rollout status deployment/api --timeout=10m
  kubectl --namespace shop rollout status deployment/worker --timeout=10m
}

deploy
