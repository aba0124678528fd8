using Fuzzing;
using Rtp.Codecs;

namespace Rtp.Tests.Fuzzing;

public class CodecFuzzTests
{
    [Fact]
    public void Any_vp8_payload_is_read_and_rewritten_within_its_descriptor() => Fuzzer.Run("VP8", Corpus.Vp8, payload =>
    {
        if (!Vp8Descriptor.TryParse(payload, out Vp8Descriptor before))
        {
            return;
        }

        FuzzCheck.That(before.Length <= payload.Length);
        Vp8Descriptor.WriteNumbers(payload, 0x5A5A, 0x5A);
        FuzzCheck.That(Vp8Descriptor.TryParse(payload, out Vp8Descriptor after));
        FuzzCheck.That(after.PictureId == (before.HasPictureId ? before.HasLongPictureId ? 0x5A5A : 0x5A : 0));
        FuzzCheck.That(after.Tl0PicIdx == (before.HasTl0PicIdx ? 0x5A : 0));
        FuzzCheck.That(after.Length == before.Length && after.IsKeyframe == before.IsKeyframe && after.KeyIndex == before.KeyIndex);
    });

    [Fact]
    public void Any_vp9_payload_is_read_and_rewritten_within_its_descriptor() => Fuzzer.Run("VP9", Corpus.Vp9, payload =>
    {
        if (!Vp9Descriptor.TryParse(payload, out Vp9Descriptor before))
        {
            return;
        }

        FuzzCheck.That(before.Length <= payload.Length);
        for (int i = 0; i < before.ReferenceCount; i++)
        {
            FuzzCheck.That(before.ReferenceDifference(payload, i) is >= 0 and <= 127);
        }

        if (Vp9ScalabilityStructure.TryParse(payload, before, out Vp9ScalabilityStructure structure))
        {
            int pictures = 0;
            foreach (Vp9Picture picture in structure)
            {
                pictures++;
            }

            FuzzCheck.That(pictures == structure.PictureCount);
            for (int i = 0; structure.HasResolutions && i < structure.SpatialLayerCount; i++)
            {
                structure.Resolution(i);
            }
        }

        Vp9Descriptor.WriteNumbers(payload, 0x5A5A, 0x5A);
        FuzzCheck.That(Vp9Descriptor.TryParse(payload, out Vp9Descriptor after));
        FuzzCheck.That(after.PictureId == (before.HasPictureId ? before.HasLongPictureId ? 0x5A5A : 0x5A : 0));
        FuzzCheck.That(after.Tl0PicIdx == (before.HasTl0PicIdx ? 0x5A : 0));
        FuzzCheck.That(after.Length == before.Length && after.ReferenceCount == before.ReferenceCount);
    });

    [Fact]
    public void Any_h264_payload_is_read() => Fuzzer.Run("H.264", Corpus.H264, payload =>
    {
        if (H264Payload.TryParse(payload, out H264Payload parsed))
        {
            FuzzCheck.That(parsed.StartsUnit || !parsed.IsKeyframe);
            FuzzCheck.That(parsed.Height(payload) == 0 || parsed.HasSequenceParameterSet);
        }
    });

    [Fact]
    public void Any_av1_payload_is_read() => Fuzzer.Run("AV1", Corpus.Av1, payload =>
    {
        if (Av1AggregationHeader.TryParse(payload, out Av1AggregationHeader header))
        {
            FuzzCheck.That(!(header.IsKeyframe && header.ContinuesUnit));
        }
    });

    [Fact]
    public void Any_sequence_of_dependency_descriptors_is_read()
    {
        var reader = new DependencyDescriptorReader();
        var second = new DependencyDescriptorReader();
        byte[] buffer = new byte[4096];
        Fuzzer.Run("Dependency Descriptor", Corpus.DependencyDescriptors, data =>
        {
            if (!reader.TryRead(data, out DependencyDescriptor descriptor))
            {
                return;
            }

            FuzzCheck.That(descriptor.Frame.References.Count <= FrameDifferences.Capacity);
            FuzzCheck.That(DependencyDescriptorRewriter.TryWrite(data, descriptor.Layout, 0x5A5A_5A5A, buffer, out int length));
            FuzzCheck.That(length <= data.Length + 5);
            if (descriptor.HasStructure)
            {
                uint mask = uint.MaxValue >> (32 - descriptor.DecodeTargetCount);
                FuzzCheck.That(second.TryRead(buffer.AsSpan(..length), out DependencyDescriptor rewritten));
                FuzzCheck.That(rewritten.ActiveDecodeTargets == (0x5A5A_5A5A & mask));
                FuzzCheck.That(rewritten.Frame.Indications == descriptor.Frame.Indications);
            }
        });
    }

    [Fact]
    public void Any_redundant_payload_is_read() => Fuzzer.Run("RED", Corpus.Red, payload =>
    {
        if (!RedReader.TryParse(payload, out RedReader reader))
        {
            return;
        }

        int bytes = 0;
        bool primary = false;
        foreach (RedBlock block in reader)
        {
            FuzzCheck.That(!primary);
            primary = block.IsPrimary;
            bytes += block.Data.Length + (primary ? 1 : 4);
        }

        FuzzCheck.That(primary && bytes == payload.Length);
    });
}
