using System.Diagnostics;

namespace Load.Media;

/// <summary>
/// Makes samples with ffmpeg, once for each bitrate: a moving test picture with noise, and noise of changing loudness. One keyframe, at the beginning: browsers send
/// others only when asked.
/// </summary>
internal sealed class SampleMaker(string directory)
{
    private const int Seconds = 20;
    private const int FramesPerSecond = 30;

    // Of a picture's share of the bitrate, as libwebrtc sets it: a keyframe must not be a burst that takes half a second.
    private const int KeyframePercent = 300;

    private const int LargePictureFrom = 2500;

    /// <summary>Pictures of a bitrate.</summary>
    public MediaSample Video(MediaCodec codec, int kilobits)
    {
        string size = kilobits >= LargePictureFrom ? "1280x720" : "640x360";
        string source = $"-f lavfi -i testsrc2=size={size}:rate={FramesPerSecond},noise=alls=40:allf=t -t {Seconds} -pix_fmt yuv420p -g {Seconds * FramesPerSecond} "
            + $"-b:v {kilobits}k -minrate {kilobits}k -maxrate {kilobits}k -bufsize {kilobits / 4}k";
        return codec == MediaCodec.Vp8
            ? SampleReader.Vp8(Make(
                $"vp8-{kilobits}-{Seconds}s.ivf",
                $"{source} -c:v libvpx -deadline realtime -cpu-used 8 -qmin 2 -qmax 63 -max-intra-rate {KeyframePercent}"), FramesPerSecond)
            : SampleReader.H264(
                Make(
                $"h264-{kilobits}-{Seconds}s.h264",
                $"{source} -c:v libx264 -preset ultrafast -profile:v baseline -sc_threshold 0 -bf 0 -bsf:v h264_metadata=aud=insert"), FramesPerSecond);
    }

    /// <summary>Sound, in pieces of 20 ms.</summary>
    public MediaSample Audio() => SampleReader.Opus(
        Make($"opus-32-{Seconds}s.ogg", $"-f lavfi -i anoisesrc=color=pink:amplitude=0.5:sample_rate=48000:duration={Seconds},tremolo=f=0.7 -ac 2 -c:a libopus -b:a 32k -vbr on -frame_duration 20"));

    private byte[] Make(string name, string arguments)
    {
        string file = Path.Combine(directory, name);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(directory);

            // Under another name first: two generators may start at once, and one may be stopped.
            string temporary = Path.Combine(directory, $"{Environment.ProcessId}-{name}");
            Run($"-loglevel error -y {arguments} {temporary}");
            File.Move(temporary, file, overwrite: true);
        }

        return File.ReadAllBytes(file);
    }

    private static void Run(string arguments)
    {
        try
        {
            using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })!;
            ffmpeg.WaitForExit();
            if (ffmpeg.ExitCode != 0)
            {
                throw new LoadException($"ffmpeg could not make a sample (exit code {ffmpeg.ExitCode}).");
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new LoadException("ffmpeg is not installed, and makes the media samples. On Debian: apt-get install ffmpeg.");
        }
    }
}
