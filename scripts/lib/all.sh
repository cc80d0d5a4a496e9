# shellcheck shell=bash disable=SC1091
LIB=$(dirname "${BASH_SOURCE[0]}")
source "$LIB/common.sh"
source "$LIB/checks.sh"
source "$LIB/services.sh"
source "$LIB/bench.sh"
source "$LIB/sites.sh"
source "$LIB/serve.sh"
