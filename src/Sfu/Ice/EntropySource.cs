namespace Sfu.Ice;

/// <summary>Fills a span with bytes that nobody can guess.</summary>
internal delegate void EntropySource(Span<byte> destination);
