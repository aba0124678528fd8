using FsCheck;
using FsCheck.Fluent;
using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

public class DependencyDescriptorTests
{
    // L1T3, the table of appendix A.10.2.1, written out by the syntax of A.8.2. Template 3 is (0, T2) with reference 1 and so on.
    private const string L1T3 = """
        000000 00010
        00 01 01 00 11
        10 10 10  10 10 10  10 01 00  01 00 00  01 00 00
        0  1 0011 0  1 0001 0  1 0000 0  1 0000 0
        01  0000 0100 0010 0001 0011
        1  0000010011111111 0000001011001111
        """;

    private static readonly byte[] Keyframe = Bits("1 1 000000 0000000001  000000  1 0 0 0 0" + L1T3);

    internal static byte[] Bits(string text)
    {
        string bits = string.Concat(text.Where(c => c is '0' or '1'));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. bits.Chunk(8).Select(b => Convert.ToByte(new string(b), 2))];
    }

    private static DependencyDescriptor Read(DependencyDescriptorReader reader, string bits)
    {
        Assert.True(reader.TryRead(Bits(bits), out DependencyDescriptor descriptor));
        return descriptor;
    }

    private static int[] References(in DependencyDescriptor descriptor)
    {
        FrameDifferences references = descriptor.Frame.References;
        return [.. Enumerable.Range(0, references.Count).Select(i => references[i])];
    }

    private static DependencyDescriptorReader AfterKeyframe()
    {
        var reader = new DependencyDescriptorReader();
        Assert.True(reader.TryRead(Keyframe, out _));
        return reader;
    }

    [Fact]
    public void A_keyframe_carries_the_structure()
    {
        var reader = new DependencyDescriptorReader();
        Assert.Null(reader.Structure);
        Assert.True(reader.TryRead(Keyframe, out DependencyDescriptor descriptor));

        Assert.True(descriptor.StartOfFrame && descriptor.EndOfFrame && descriptor.HasStructure);
        Assert.Equal(64, descriptor.FrameNumber);
        Assert.Equal(0b111u, descriptor.ActiveDecodeTargets);
        Assert.Equal(0, descriptor.TemplateIndex);

        DependencyStructure structure = reader.Structure!;
        Assert.Equal((5, 3, 1), (structure.TemplateCount, structure.DecodeTargetCount, structure.ChainCount));
        Assert.Equal((1, 3), (structure.SpatialLayerCount, structure.TemporalLayerCount));
        Assert.Equal([(1280, 720)], structure.Resolutions.ToArray());
        Assert.Equal([(0, 2), (0, 1), (0, 0)], structure.TargetLayers.ToArray());
        Assert.Equal(new byte[3], structure.TargetChains.ToArray());
        Assert.Equal(
            [(0, 0), (0, 0), (0, 1), (0, 2), (0, 2)],
            structure.Templates.ToArray().Select(t => ((int)t.SpatialId, (int)t.TemporalId)));
        Assert.Equal([0, 4, 2, 1, 3], structure.Templates.ToArray().Select(t => (int)t.Chains[0]));
    }

    [Theory]
    [InlineData(1, 0, "4", "S S S", 4)]
    [InlineData(2, 1, "2", "S D N", 2)]
    [InlineData(3, 2, "1", "D N N", 1)]
    [InlineData(4, 2, "1", "D N N", 3)]
    public void A_short_descriptor_says_what_its_template_says(
        int template, int temporalId, string references, string indications, int chain)
    {
        DependencyDescriptor descriptor = Read(AfterKeyframe(), $"1 0 {Convert.ToString(template, 2).PadLeft(6, '0')} 0000000001000001");
        Assert.True(descriptor.StartOfFrame);
        Assert.False(descriptor.EndOfFrame || descriptor.HasStructure);
        Assert.Equal(65, descriptor.FrameNumber);
        Assert.Null(descriptor.ActiveDecodeTargets);
        Assert.Equal(template, descriptor.TemplateIndex);
        Assert.Equal((0, temporalId), (descriptor.Frame.SpatialId, descriptor.Frame.TemporalId));
        Assert.Equal(references, string.Join(' ', References(descriptor)));
        Assert.Equal(indications, string.Join(' ', Enumerable.Range(0, 3).Select(i => descriptor.Frame.Indications[i].ToString()[0])));
        Assert.Equal(chain, descriptor.Frame.Chains[0]);
    }

    [Fact]
    public void A_frame_may_have_definitions_of_its_own()
    {
        DependencyDescriptor descriptor = Read(
            AfterKeyframe(), "0 1 000010 0000000001000001  0 1 1 1 1  001  11 00 10  01 0010  10 00010000  11 111111111111  00  00001001");
        Assert.True(descriptor.EndOfFrame);
        Assert.Equal(0b001u, descriptor.ActiveDecodeTargets);
        Assert.Equal(0b101u, descriptor.Frame.Indications.Present);
        Assert.Equal(0b100u, descriptor.Frame.Indications.Switches);
        Assert.Equal([3, 17, 4096], References(descriptor));
        Assert.Equal(9, descriptor.Frame.Chains[0]);
        Assert.Equal(1, descriptor.Frame.TemporalId);
    }

    [Fact]
    public void Indications_of_many_targets_are_gathered()
    {
        var indications = new DecodeTargetIndications(0xE4E4_E4E4_E4E4_E4E4);
        Assert.Equal(0xEEEE_EEEEu, indications.Present);
        Assert.Equal(0x4444_4444u, indications.Switches);
        Assert.Equal(DecodeTargetIndication.Required, indications[31]);
        Assert.Equal(DecodeTargetIndication.NotPresent, indications[28]);
    }

    [Fact]
    public void Without_a_structure_nothing_can_be_said() =>
        Assert.False(new DependencyDescriptorReader().TryRead(Bits("1 1 000000 0000000000000001"), out _));

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("1 1 000001 00000000", "a frame number cut off")]
    [InlineData("1 1 000101 0000000000000001", "a template that the structure has not")]
    [InlineData("1 1 111111 0000000000000001", "a template in front of the first")]
    [InlineData("1 1 000001 0000000000000001  0 0 1 0 0", "indications cut off")]
    [InlineData("1 1 000001 0000000000000001  0 0 0 1 0  01 0", "a reference cut off")]
    public void What_is_cut_off_or_unknown_is_refused_and_the_structure_stays(string bits, string why)
    {
        DependencyDescriptorReader reader = AfterKeyframe();
        DependencyStructure structure = reader.Structure!;
        Assert.False(reader.TryRead(Bits(bits), out _), why);
        Assert.Same(structure, reader.Structure);
        Assert.Equal(5, structure.TemplateCount);
        Assert.True(reader.TryRead(Bits("1 1 000100 0000000001000001"), out _));
    }

    [Fact]
    public void A_structure_cut_off_anywhere_does_not_replace_the_one_before()
    {
        DependencyDescriptorReader reader = AfterKeyframe();
        DependencyStructure structure = reader.Structure!;
        for (int length = 4; length < Keyframe.Length - 1; length++)
        {
            Assert.False(reader.TryRead(Keyframe.AsSpan(..length), out _));
            Assert.Same(structure, reader.Structure);
        }
    }

    [Theory]
    [InlineData("00", 64, "65 templates")]
    [InlineData("10", 3, "5 spatial layers")]
    [InlineData("01", 7, "9 temporal layers")]
    public void Layers_beyond_the_bounds_are_refused(string next, int most, string why)
    {
        string Structure(int count) => "1 1 000000 0000000000000001  1 0 0 0 0  000000 00000"
            + string.Concat(Enumerable.Repeat(next, count)) + "11" + string.Concat(Enumerable.Repeat("10", count + 1))
            + string.Concat(Enumerable.Repeat("0", count + 1)) + "0 0";

        int fits = next == "00" ? most - 1 : most;
        Assert.True(new DependencyDescriptorReader().TryRead(Bits(Structure(fits)), out _));
        Assert.False(new DependencyDescriptorReader().TryRead(Bits(Structure(fits + 1)), out _), why);
    }

    [Fact]
    public void More_references_than_any_codec_has_are_refused()
    {
        string Frame(int count) => "1 1 000001 0000000001000001  0 0 0 1 0 " + string.Concat(Enumerable.Repeat("01 0000 ", count)) + "00";
        Assert.Equal(16, References(Read(AfterKeyframe(), Frame(16))).Length);
        Assert.False(AfterKeyframe().TryRead(Bits(Frame(17)), out _));
    }

    [Fact]
    public void A_structure_that_was_overtaken_does_not_come_back()
    {
        var reader = new DependencyDescriptorReader();
        string newer = Structure(offset: "000101", frame: 70, template: "000101");
        Assert.True(reader.TryRead(Bits(newer), out _));
        DependencyStructure structure = reader.Structure!;

        Assert.True(reader.TryRead(Keyframe, out DependencyDescriptor overtaken));
        Assert.Equal(64, overtaken.FrameNumber);
        Assert.Same(structure, reader.Structure);
        Assert.Equal(5, reader.Structure!.TemplateIdOffset);

        Assert.True(reader.TryRead(Bits(Structure("001010", 71, "001010")), out _));
        Assert.Equal(10, reader.Structure.TemplateIdOffset);
        Assert.True(reader.TryRead(Bits(Structure("000000", 40000, "000000")), out _)); // a restart of the numbers
        Assert.Equal(0, reader.Structure.TemplateIdOffset);

        static string Structure(string offset, int frame, string template) =>
            $"1 1 {template} {Convert.ToString(frame, 2).PadLeft(16, '0')} 1 0 0 0 0 {offset}" + L1T3.Trim()[6..];
    }

    [Theory]
    [InlineData("1 0 000001 0000000001000001", "1 0 000001 0000000001000001 0 1 0 0 0 011")]
    [InlineData("1 0 000001 0000000001000001 0 1 0 0 0 100", "1 0 000001 0000000001000001 0 1 0 0 0 011")]
    [InlineData(
        "1 0 000001 0000000001000001 0 0 0 1 1 01 0010 00 00001001",
        "1 0 000001 0000000001000001 0 1 0 1 1 011 01 0010 00 00001001")]
    [InlineData("1 0 000000 0000000001000001 1 0 0 0 0" + L1T3, "1 0 000000 0000000001000001 1 1 0 0 0" + L1T3 + "011")]
    public void Active_decode_targets_are_put_into_a_descriptor(string source, string expected)
    {
        DependencyDescriptorReader reader = AfterKeyframe();
        byte[] data = Bits(source);
        Assert.True(reader.TryRead(data, out DependencyDescriptor descriptor));
        byte[] destination = new byte[data.Length + 5];
        destination.AsSpan().Fill(0xEE);
        Assert.True(DependencyDescriptorRewriter.TryWrite(data, descriptor.Layout, 0b011, destination, out int length));
        Assert.Equal(Bits(expected), destination[..length]);
        Assert.False(DependencyDescriptorRewriter.TryWrite(data, descriptor.Layout, 0b011, destination.AsSpan(..(length - 1)), out _));

        Assert.True(reader.TryRead(destination.AsSpan(..length), out DependencyDescriptor rewritten));
        Assert.Equal(0b011u, rewritten.ActiveDecodeTargets);
        Assert.Equal(References(descriptor), References(rewritten));
    }

    [Fact]
    public void Any_structure_reads_back() =>
        Prop.ForAll(
            Arb.From(from targets in Gen.Choose(1, 32)
                     from chains in Gen.Choose(0, targets)
                     from offset in Gen.Choose(0, 63)
                     from layers in Gen.Choose(0, 2).ListOf(20)
                     from seed in Gen.Choose(0, int.MaxValue)
                     select (targets, chains, offset, layers, seed)),
            sample =>
            {
                var expected = new StructureSample(
                    sample.targets, sample.chains, sample.offset, [.. sample.layers], new Random(sample.seed));
                var reader = new DependencyDescriptorReader();
                Assert.True(reader.TryRead(Bits(expected.Descriptor), out _));
                expected.AssertEquals(reader.Structure!);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        DependencyDescriptorReader reader = AfterKeyframe();
        Prop.ForAll<byte[]>(bytes =>
        {
            if (reader.TryRead(bytes, out DependencyDescriptor descriptor))
            {
                byte[] rewritten = new byte[bytes.Length + 5];
                Assert.True(DependencyDescriptorRewriter.TryWrite(bytes, descriptor.Layout, 1, rewritten, out _));
            }
        }).QuickCheckThrowOnFailure();
    }
}
