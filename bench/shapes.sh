# The shapes of load that bench/compare and bench/figures know. Sourced, never run.

readonly SHAPES="1x10 1x50 1x50-600 1x50-600-even 1x500 6x6 calls-audio calls-video"

# What shows how the load is shared by forwarding threads: a room on each, and one room over both.
readonly WORKER_SHAPES="2x50-600 1x100-600"

# shape_flags NAME: prints the generator's flags. Calls are placed by invitation, and more and more of them until the server does not carry them any more.
shape_flags() {
    case "$1" in
        1x10) echo --rooms 1 --publishers 1 --subscribers 10 --video-kbps 1500 --audio ;;
        1x50) echo --rooms 1 --publishers 1 --subscribers 50 --video-kbps 1500 --audio ;;
        # 600 packets of about 1150 bytes a second.
        1x50-600) echo --rooms 1 --publishers 1 --subscribers 50 --video-kbps 5500 ;;
        1x50-600-even) echo --rooms 1 --publishers 1 --subscribers 50 --video-kbps 5500 --pacing even ;;
        2x50-600) echo --rooms 2 --publishers 1 --subscribers 50 --video-kbps 5500 ;;
        1x100-600) echo --rooms 1 --publishers 1 --subscribers 100 --video-kbps 5500 ;;
        1x500) echo --rooms 1 --publishers 1 --subscribers 500 --video-kbps 1500 --audio ;;
        6x6) echo --rooms 20 --publishers 6 --subscribers 0 --video-kbps 1500 --audio ;;
        calls-audio) echo --ramp --target calls --rooms 200 --publishers 2 --subscribers 0 --video-kbps 0 --audio --join-rate 100 ;;
        calls-video) echo --ramp --target calls --rooms 40 --publishers 2 --subscribers 0 --video-kbps 1500 --audio --join-rate 50 ;;
        *) fail "there is no shape '$1'; known: $SHAPES $WORKER_SHAPES" ;;
    esac
}
