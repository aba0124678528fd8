# Shared by the scripts of bench/. Sourced, never run.

source "$(dirname "${BASH_SOURCE[0]}")/../build/common.sh"

readonly BENCH="$ROOT/artifacts/bench"
readonly SERVER_PROGRAM="$ROOT/artifacts/publish/bench-server"
readonly LOAD_PROGRAM="$ROOT/artifacts/bin/Load/release"

# Stands before the generator; LONGEST_RUN=10m in the environment ends it when it hangs.
BOUNDED=(${LONGEST_RUN:+timeout --foreground "$LONGEST_RUN"})

# on_core CORE: sets PIN to what stands before a command that is to run on a core, where there are two; with no CORE, not on a certain one. REALTIME=1 in the
# environment (as root) lets server and generator go before whatever else the machine does.
on_core() {
    PIN=()
    [ -z "${REALTIME:-}" ] || PIN=(chrt -f 1)
    [ -z "$1" ] || [ "$(nproc)" -lt 2 ] || PIN+=(taskset -c "$1")
}

# need PROGRAM PACKAGE: installs the Debian package when the program is missing.
need() {
    command -v "$1" >/dev/null && return
    echo "Installing $2 ..."
    as_root apt-get install -y -qq "$2" >/dev/null || fail "$2 could not be installed; install it and try again."
}

# Builds the generator when its sources changed.
load_program() {
    require_dotnet
    need ffmpeg ffmpeg
    local -a sources=(bench/Load src/Sfu src/Rtp Directory.Build.props Directory.Packages.props)
    if ! unchanged load "${sources[@]}" || [ ! -f "$LOAD_PROGRAM/Load.dll" ]; then
        echo "Building the load generator ..."
        dotnet build "$ROOT/bench/Load" --configuration Release --verbosity quiet --nologo -consoleLoggerParameters:ErrorsOnly
        built load "${sources[@]}"
    fi
}

# What was started and made, for `stop_all` at the end.
started=()
made=()

stop_all() {
    local process
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || true
    done
    for process in "${started[@]}"; do
        wait "$process" 2>/dev/null || true
    done
    started=()
    [ "${#made[@]}" -eq 0 ] || rm -rf "${made[@]}"
    made=()
}

# start_server CORE: starts this project's server on loopback with an empty data directory; sets SERVER_URL, SERVER_KEY, SERVER_PID. WORKERS=2 in the environment
# gives it as many forwarding threads; CALLS_... are its own settings.
start_server() {
    local data log tries=0
    server_program "$SERVER_PROGRAM"
    mkdir -p "$BENCH"
    data="$(mktemp -d "$BENCH/data.XXXXXX")"
    made+=("$data")
    log="$data/log"
    : >"$log"
    on_core "$1"
    CALLS_ROOMS__ENABLED=true CALLS_MEDIA__LISTEN__0=127.0.0.1 CALLS_MEDIA__WORKERS="${WORKERS:-1}" CALLS_MEDIA__PORT=0 \
        "${PIN[@]}" dotnet "$SERVER_PROGRAM/Signaling.dll" --urls http://127.0.0.1:0 --data "$data" --log-level warning >"$log" 2>&1 &
    SERVER_PID=$!
    started+=("$SERVER_PID")
    SERVER_KEY="$data/tokens.key"
    until SERVER_URL="$(sed -n 's/^Open //p' "$log")" && [ -n "$SERVER_URL" ]; do
        kill -0 "$SERVER_PID" 2>/dev/null || fail "the server ended: $(tail -n 3 "$log")"
        [ $((tries += 1)) -lt 300 ] || fail "the server does not come up: $(tail -n 3 "$log")"
        sleep 0.1
    done
}

# start_limit CORE PROFILE [segment]: starts the bare loop in C; sets LIMIT_URL, LIMIT_PID.
start_limit() {
    local program="$BENCH/limit" port
    need gcc gcc
    [ -f /usr/include/openssl/evp.h ] || need openssl-headers libssl-dev
    mkdir -p "$BENCH"
    [ "$program" -nt "$ROOT/bench/Limit/limit.c" ] ||
        gcc -O2 -march=native -Wall -Wno-deprecated-declarations "$ROOT/bench/Limit/limit.c" -o "$program" -lcrypto
    port=$((20000 + RANDOM % 10000))
    on_core "$1"
    "${PIN[@]}" "$program" "$port" "$2" ${3:+"$3"} &
    LIMIT_PID=$!
    LIMIT_URL="udp://127.0.0.1:$port"
    started+=("$LIMIT_PID")
    sleep 0.5
    kill -0 "$LIMIT_PID" 2>/dev/null || fail "the limit loop ended; is port $port taken?"
}

# start_janus CORE EVENT_LOOPS: starts Janus with a configuration of its own, HTTP on loopback; with 0 event loops as is its default. Sets JANUS_URL, JANUS_PID.
start_janus() {
    local config log port tries=0
    need janus janus
    mkdir -p "$BENCH"
    config="$(mktemp -d "$BENCH/janus.XXXXXX")"
    made+=("$config")
    log="$config/log"
    port=$((20000 + RANDOM % 10000))
    # Lite, as this project's server: its part of ICE is then the same.
    cat >"$config/janus.jcfg" <<END
general: {
  configs_folder = "$config"
  debug_level = 2
  $([ "$2" = 0 ] || echo "event_loops = $2")
}
nat: { ice_lite = true }
media: { rtp_port_range = "30000-60000" }
plugins: { disable = "$(printf 'libjanus_%s.so,' audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail)" }
transports: { disable = "$(printf 'libjanus_%s.so,' mqtt nanomsg pfunix rabbitmq websockets)" }
END
    printf 'general: { http = true\n port = %s\n ip = "127.0.0.1"\n https = false }\n' "$port" >"$config/janus.transport.http.jcfg"
    echo 'general: {}' >"$config/janus.plugin.videoroom.jcfg"
    on_core "$1"
    "${PIN[@]}" janus -F "$config" >"$log" 2>&1 &
    JANUS_PID=$!
    JANUS_URL="http://127.0.0.1:$port"
    started+=("$JANUS_PID")
    until curl -sf "$JANUS_URL/janus/info" >/dev/null; do
        kill -0 "$JANUS_PID" 2>/dev/null || fail "Janus ended: $(tail -n 3 "$log")"
        [ $((tries += 1)) -lt 300 ] || fail "Janus does not come up: $(tail -n 3 "$log")"
        sleep 0.1
    done
}
