#!/usr/bin/env bash
# Deploys a release to the cluster of kubectl's current context.
set -euo pipefail

OVERLAY=${1:-deploy/kubernetes/overlays/production}

deploy() {
  # A Job can't be changed, so the one of the last release goes first.
  kubectl --namespace shop delete job migrate --ignore-not-found
  kubectl apply --kustomize "$OVERLAY" \
    --selector 'app.kubernetes.io/component notin (api, worker)'
  kubectl --namespace shop wait job/migrate --for=condition=complete --timeout=10m
  kubectl apply --kustomize "$OVERLAY"
  kubectl --namespace shop rollout status deployment/api --timeout=10m
  kubectl --namespace shop rollout status deployment/worker --timeout=10m
}

deploy
