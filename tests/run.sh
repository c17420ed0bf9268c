#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, builds once, runs every test project, and sums up in the last line.
#
# Works from any directory, as root or with sudo, on a fresh Debian 12 with the .NET SDK.
#   CONFIGURATION       Release (default) or Debug
#   ARTIFACTS_PATH      where to build, when not in the projects' own folders
#   PROJECT_TIME_LIMIT  how long one test project may take (default 20m)
#   arguments           names of test projects to build and run instead of all, such as FapiAuthServer.Cookbook
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

configuration=${CONFIGURATION:-Release}
time_limit=${PROJECT_TIME_LIMIT:-20m}
results=$root/artifacts/test-results
build_options=(--configuration "$configuration")
if [ -n "${ARTIFACTS_PATH:-}" ]; then
    build_options+=(--artifacts-path "$ARTIFACTS_PATH")
fi
export MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

say() { printf '\n== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "This needs root or sudo: $*" >&2
        return 1
    fi
}

install_packages() {
    # Debian's package would create and start a cluster on port 5432. The tests bring their own, so none is made,
    # and a machine that already has PostgreSQL never comes this far.
    local no_cluster=/etc/postgresql-common/createcluster.d/no-cluster-for-tests.conf
    say "Installing $*"
    as_root apt-get update
    as_root mkdir -p "$(dirname "$no_cluster")"
    echo 'create_main_cluster = false' | as_root tee "$no_cluster" >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
    as_root rm -f "$no_cluster"
}

has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

missing=()
command -v npm >/dev/null || missing+=(nodejs npm) # for a server that others wrote, which the conformance runner has to judge too
has_postgresql || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium fonts-liberation) # without a font, pages have no layout worth testing
if [ "${#missing[@]}" -gt 0 ]; then
    install_packages "${missing[@]}"
fi
if ! command -v dotnet >/dev/null; then
    echo 'The .NET SDK is missing: install the version that global.json names.' >&2
    exit 1
fi

build() {
    dotnet build "$1" "${build_options[@]}" || {
        printf '\nThe build failed, so no test was run.\n\n0 passed, 1 failed\n'
        exit 1
    }
}

install_second_server() {
    say 'Installing oidc-provider'
    (cd tests/OidcProvider && npm ci --no-audit --no-fund --loglevel=error)
}

say "Building ($configuration)"
projects=("$@")
if [ "${#projects[@]}" -gt 0 ]; then
    for project in "${projects[@]}"; do
        build "tests/$project"
    done
else
    build FapiAuthServer.sln
    for folder in tests/*Tests tests/FapiAuthServer.Cookbook; do
        projects+=("$(basename "$folder")")
    done
fi

case " ${projects[*]} " in
*' FapiAuthServer.Conformance.Tests '*) install_second_server ;;
esac

# The number in one attribute of the report's <assembly> element.
count() { sed -n "s/.*<assembly [^>]*[[:space:]]$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0
troubles=()
runner=
trap '[ -z "$runner" ] || kill "$runner" 2>/dev/null; exit 130' INT TERM

run_project() {
    local project=$1 report=$results/$1.xml log=$results/$1.log
    local code=0 ran=0 ran_passed=0 ran_failed=0 ran_errors=0 ran_skipped=0
    say "$project"
    # In the background, so that an interrupted run reaches the trap below; `timeout` passes signals on to all it started.
    exec {output}> >(tee "$log")
    local tee=$!
    timeout --kill-after=30s "$time_limit" \
        dotnet test --project "tests/$project" "${build_options[@]}" --no-build --no-progress --no-ansi \
        --results-directory "$results" --report-xunit-xml --report-xunit-xml-filename "$project.xml" \
        </dev/null >&"$output" 2>&1 {output}>&- &
    runner=$!
    wait "$runner" || code=$?
    exec {output}>&-
    wait "$tee"

    if [ -s "$report" ]; then
        ran=$(count "$report" total) ran_passed=$(count "$report" passed) ran_failed=$(count "$report" failed)
        ran_errors=$(count "$report" errors) ran_skipped=$(count "$report" skipped)
    fi
    passed=$((passed + ${ran_passed:-0}))
    skipped=$((skipped + ${ran_skipped:-0}))
    failed=$((failed + ${ran_failed:-0} + ${ran_errors:-0}))

    if [ "$code" = 124 ] || [ "$code" = 137 ]; then
        troubles+=("$project was stopped after $time_limit")
        failed=$((failed + 1))
    elif [ ! -s "$report" ]; then
        troubles+=("$project left no results: its host ended with exit code $code")
        failed=$((failed + 1))
    elif [ "${ran:-0}" = 0 ]; then
        troubles+=("$project ran no test")
        failed=$((failed + 1))
    elif [ "$((${ran_failed:-0} + ${ran_errors:-0}))" -gt 0 ]; then
        troubles+=("$project: $((${ran_failed:-0} + ${ran_errors:-0})) failed")
        while IFS= read -r name; do
            troubles+=("    $name")
        done < <(sed -n 's/^failed \(.*\)$/\1/p' "$log")
    elif [ "$code" != 0 ]; then
        troubles+=("$project: every test passed, but its host ended with exit code $code")
        failed=$((failed + 1))
    fi
}

for project in "${projects[@]}"; do
    run_project "$project"
done

if [ "${#troubles[@]}" -gt 0 ]; then
    say 'What failed'
    printf '%s\n' "${troubles[@]}"
fi
if [ "$((passed + failed))" = 0 ]; then
    echo 'No test was run.'
    failed=1
fi

summary="$passed passed, $failed failed"
if [ "$skipped" -gt 0 ]; then
    summary+=", $skipped skipped"
fi
printf '\n%s\n' "$summary"
[ "$failed" = 0 ]
