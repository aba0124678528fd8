using Rtp;
using Rtp.Codecs;
using Rtp.Tests.Recordings;

namespace Sfu.Tests.Layers;

/// <summary>A frame that a browser sent, and the frames without which it cannot be decoded, read from the packets without the engine's doing.</summary>
internal sealed class RecordedFrame
{
    private RecordedFrame(uint timestamp, int spatial, int temporal)
    {
        Timestamp = timestamp;
        Spatial = spatial;
        Temporal = temporal;
    }

    public uint Timestamp { get; }

    public int Spatial { get; }

    public int Temporal { get; }

    /// <summary>The frames that it refers to.</summary>
    public List<RecordedFrame> References { get; } = [];

    /// <summary>Whether it refers to one that is not in the recording.</summary>
    public bool Broken { get; private set; }

    /// <summary>The numbers of its packets.</summary>
    public List<ushort> Packets { get; } = [];

    /// <summary>The frames of a recording, in order.</summary>
    public static List<RecordedFrame> Read(Recording recording, string codec)
    {
        var reader = new FrameReader();
        foreach ((byte[] packet, RtpHeader header) in recording.Of(codec))
        {
            byte[] payload = header.Payload((ReadOnlySpan<byte>)packet).ToArray();
            if (payload.Length > 0)
            {
                reader.Add(codec, header, payload, recording.Descriptor(packet, header));
            }
        }

        return reader.Frames;
    }

    private sealed class FrameReader
    {
        private readonly DependencyDescriptorReader _descriptors = new();
        private readonly Dictionary<(int Picture, int Spatial), RecordedFrame> _byNumber = [];
        private readonly RecordedFrame?[] _lastOfTemporal = new RecordedFrame?[8];

        public List<RecordedFrame> Frames { get; } = [];

        public void Add(string codec, in RtpHeader header, byte[] payload, byte[]? data)
        {
            if (data is not null)
            {
                Assert.True(_descriptors.TryRead(data, out DependencyDescriptor descriptor));
                Start(descriptor.StartOfFrame, header, descriptor.Frame.SpatialId, descriptor.Frame.TemporalId, descriptor.FrameNumber, frame =>
                {
                    FrameDifferences references = descriptor.Frame.References;
                    for (int i = 0; i < references.Count; i++)
                    {
                        frame.Refer(_byNumber.GetValueOrDefault((descriptor.FrameNumber - references[i], 0)));
                    }
                });
            }
            else if (codec.StartsWith("VP9", StringComparison.Ordinal))
            {
                Assert.True(Vp9Descriptor.TryParse(payload, out Vp9Descriptor vp9));
                Start(vp9.StartOfFrame, header, vp9.SpatialId, vp9.TemporalId, vp9.PictureId, frame =>
                {
                    for (int i = 0; i < vp9.ReferenceCount; i++)
                    {
                        frame.Refer(_byNumber.GetValueOrDefault((vp9.PictureId - vp9.ReferenceDifference(payload, i), vp9.SpatialId)));
                    }

                    if (vp9.InterLayerPredicted)
                    {
                        frame.Refer(_byNumber.GetValueOrDefault((vp9.PictureId, vp9.SpatialId - 1)));
                    }
                });
            }
            else
            {
                Assert.True(Vp8Descriptor.TryParse(payload, out Vp8Descriptor vp8));
                Start(vp8.StartOfFrame, header, 0, vp8.TemporalId, vp8.PictureId, frame => ReadVp8(vp8, frame));
            }

            Frames[^1].Packets.Add(header.SequenceNumber);
        }

        // VP8 says no more than which layers a frame can refer to: assume that it refers to the last of each.
        private void ReadVp8(in Vp8Descriptor vp8, RecordedFrame frame)
        {
            for (int temporal = 0; !vp8.IsKeyframe && temporal <= (vp8.LayerSync ? 0 : vp8.TemporalId); temporal++)
            {
                if (temporal == 0 || _lastOfTemporal[temporal] is { } last && Frames.IndexOf(last) > Frames.IndexOf(_lastOfTemporal[0]!))
                {
                    frame.Refer(_lastOfTemporal[temporal]);
                }
            }

            _lastOfTemporal[vp8.TemporalId] = frame;
        }

        private void Start(bool starts, in RtpHeader header, int spatial, int temporal, int number, Action<RecordedFrame> read)
        {
            if (starts)
            {
                var frame = new RecordedFrame(header.Timestamp, spatial, temporal);
                Frames.Add(frame);
                read(frame);
                _byNumber[(number, _descriptors.Structure is null ? spatial : 0)] = frame;
            }
        }
    }

    private void Refer(RecordedFrame? frame)
    {
        Broken |= frame is null;
        if (frame is not null)
        {
            References.Add(frame);
        }
    }
}
