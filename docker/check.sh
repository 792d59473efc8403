#!/usr/bin/env bash
# Checks the files for Compose, Prometheus, Grafana and Kubernetes with their own tools: docker compose, promtool (Debian's package
# prometheus), node with npm, kubectl. If a tool is not installed, its checks are reported and counted as not checked. Fails if a check
# fails, or if no check was possible. The build's tests check everything else, without these tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passed=0
failed=0
unchecked=0

# Each function tests whether a tool is installed, including the part that is used: Docker may lack Compose, and npm may lack node.
compose() { docker compose version; }
prometheus() { promtool --version; }
nodejs() { node --version && npm --version; }
kubernetes() { kubectl kustomize --help; }

check() { # TOOL NAME TITLE COMMAND…
  local tool=$1 name=$2 title=$3 output
  shift 3
  if ! "$tool" >/dev/null 2>&1; then
    echo "not checked  $title: $name is not installed"
    unchecked=$((unchecked + 1))
  elif output=$("$@" 2>&1); then
    echo "ok           $title"
    passed=$((passed + 1))
  else
    echo "FAILED       $title"
    echo "$output"
    failed=$((failed + 1))
  fi
}

check compose "docker compose" "Compose file" docker compose -f docker-compose.yml config
check compose "docker compose" "Compose file for GPUs" docker compose -f docker-compose.yml -f docker-compose.gpu.yml config
check prometheus promtool "Prometheus' configuration" promtool check config docker/prometheus/prometheus.yml
check prometheus promtool "alerts: syntax" promtool check rules docker/prometheus/alerts.yml
check prometheus promtool "alerts: tests" promtool test rules docker/prometheus/alerts-test.yml
check nodejs "node with npm" "dashboards" node docker/check_dashboards.mjs
for overlay in base gpu volume; do
  check kubernetes "kubectl with kustomize" "kustomize $overlay" kubectl kustomize "deploy/kubernetes/$overlay"
done

echo "$passed passed, $failed failed, $unchecked not checked"
exit $((failed > 0 || passed == 0))
