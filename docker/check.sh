#!/usr/bin/env bash
# Checks what Compose, Prometheus, Grafana and Kubernetes read, each with its own tool where that is installed: docker compose,
# promtool (Debian's package prometheus), npm, kubectl. Fails if a check fails, or if no tool is there at all. The build's
# tests hold the rest without any of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

checked=0
failed=0

check() { # TOOL TITLE COMMAND…
  local tool=$1 title=$2
  shift 2
  if ! command -v "$tool" >/dev/null; then
    echo "left out  $title: $tool is not installed"
    return
  fi
  checked=$((checked + 1))
  if output=$("$@" 2>&1); then
    echo "ok        $title"
  else
    echo "FAILED    $title"
    echo "$output"
    failed=$((failed + 1))
  fi
}

check docker "Compose file" docker compose -f docker-compose.yml config
check docker "Compose file for GPUs" docker compose -f docker-compose.yml -f docker-compose.gpu.yml config
check promtool "Prometheus' configuration" promtool check config docker/prometheus/prometheus.yml
check promtool "alerts: syntax" promtool check rules docker/prometheus/alerts.yml
check promtool "alerts: tests" promtool test rules docker/prometheus/alerts-test.yml
check npm "dashboards" node docker/check_dashboards.mjs
for overlay in base gpu volume; do
  check kubectl "kustomize $overlay" kubectl kustomize "deploy/kubernetes/$overlay"
done

if [[ $checked == 0 ]]; then
  echo "None of the tools is installed, so that nothing was checked."
fi
exit $((failed > 0 || checked == 0))
