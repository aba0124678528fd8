# Shared by run, test, build/publish and bench. Sourced, never run.

readonly ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly DOTNET_MAJOR=10
readonly NODE_MINIMUM=20.19 # as Vite says
readonly STAMPS="$ROOT/artifacts/stamps"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

require_dotnet() {
    command -v dotnet >/dev/null || fail ".NET SDK $DOTNET_MAJOR not found; install it (https://dot.net/download) and see that 'dotnet' is on the PATH."
    dotnet --list-sdks | grep -q "^$DOTNET_MAJOR\." ||
        fail ".NET SDK $DOTNET_MAJOR needed, found: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ' || true); install it (https://dot.net/download)."
}

require_node() {
    command -v node >/dev/null && command -v npm >/dev/null ||
        fail "Node.js $NODE_MINIMUM or newer with npm not found; install it (https://nodejs.org) and see that 'node' and 'npm' are on the PATH."
    local version major minor
    version="$(node --version)"
    IFS=. read -r major minor _ <<<"${version#v}"
    [ $((major * 1000 + minor)) -ge $((${NODE_MINIMUM%.*} * 1000 + ${NODE_MINIMUM#*.})) ] ||
        fail "Node.js $NODE_MINIMUM or newer needed, found $version; install it (https://nodejs.org)."
}

# One hash over the names and contents of all files below the given paths, without what builds leave there.
fingerprint() {
    (cd "$ROOT" && find "$@" \( -name node_modules -o -name dist -o -name bin -o -name obj \) -prune -o -type f -print0 |
        sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# unchanged NAME PATH... : whether PATHs are as they were at the last `built NAME PATH...`.
unchanged() {
    local name="$1"
    shift
    [ -f "$STAMPS/$name" ] && [ "$(cat "$STAMPS/$name")" = "$(fingerprint "$@")" ]
}

built() {
    local name="$1"
    shift
    mkdir -p "$STAMPS"
    fingerprint "$@" >"$STAMPS/$name"
}

# Installs the client's packages when the lock file changed.
npm_packages() {
    if ! unchanged npm web/package-lock.json || [ ! -d "$ROOT/web/node_modules" ]; then
        (cd "$ROOT/web" && npm ci --no-audit --no-fund --loglevel=error) && built npm web/package-lock.json
    fi
}

# Builds the server into a directory when its sources changed, compiled ahead of time for this machine: the first call must not wait for the just-in-time compiler.
server_program() {
    local output="$1" stamp
    require_dotnet
    stamp="server-$(echo "$output" | sha256sum | cut -c1-12)"
    local -a sources=(src build/publish Directory.Build.props Directory.Packages.props)
    if ! unchanged "$stamp" "${sources[@]}" || [ ! -f "$output/Signaling.dll" ]; then
        echo "Building the server ..."
        dotnet publish "$ROOT/src/Signaling" --configuration Release --output "$output" --verbosity quiet --nologo \
            --use-current-runtime --self-contained false -p:PublishReadyToRun=true
        built "$stamp" "${sources[@]}"
    fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}
