using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sfu.Dtls;

/// <summary>
/// Takes OpenSSL's clock out of its retransmissions. OpenSSL repeats a flight when its own timer, on the machine's real time,
/// has run out, and it looks at that timer whenever it is about to read. Here the timer of a new flight runs out at once, so
/// that OpenSSL writes the flight and straight after it every repetition, each with the fresh record numbers that RFC 6347
/// section 4.2.4 wants; then the timer is set so far off that it never runs out again. The session holds the repetitions
/// back and releases them by <see cref="MediaTime"/>. Lives in native memory: the callback meets no managed object.
/// </summary>
internal unsafe struct RetransmissionMarks
{
    /// <summary>Of SSL_set_ex_data: index 0 is reserved for the application.</summary>
    internal const int ExDataIndex = 0;

    /// <summary>OpenSSL gives a flight up at its 13th repetition (DTLS1_TMO_ALERT_COUNT); one is kept in reserve.</summary>
    internal const int MaximumRepetitions = 11;

    private const uint AtOnce = 1;
    private const uint Never = uint.MaxValue;

    /// <summary>The BIO that the flight goes into.</summary>
    internal nint WriteBio;

    private int _repetitions;
    private fixed long _offsets[MaximumRepetitions];

    /// <summary>Whether a flight began since the last <see cref="Clear"/>.</summary>
    internal bool FlightStarted { get; private set; }

    /// <summary>Splits what OpenSSL wrote at the marks.</summary>
    /// <param name="written">Everything since the last <see cref="Clear"/>.</param>
    /// <returns>First the flight itself (with what may have gone before it), then each repetition.</returns>
    internal readonly byte[][] Split(byte[] written)
    {
        byte[][] parts = new byte[_repetitions + 1][];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int end = i < _repetitions ? (int)_offsets[i] : written.Length;
            parts[i] = written[start..end];
            start = end;
        }

        return parts;
    }

    /// <summary>Forgets the marks; the BIO has been emptied.</summary>
    internal void Clear()
    {
        FlightStarted = false;
        _repetitions = 0;
    }

    /// <summary>OpenSSL asks for the timer's next duration, in microseconds; <paramref name="last"/> is 0 when a flight begins.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static uint OnTimer(nint ssl, uint last)
    {
        RetransmissionMarks* marks = (RetransmissionMarks*)LibSsl.SSL_get_ex_data(ssl, ExDataIndex);
        if (last == 0)
        {
            marks->FlightStarted = true;
            marks->_repetitions = 0;
            return AtOnce;
        }

        if (marks->_repetitions < MaximumRepetitions)
        {
            marks->_offsets[marks->_repetitions++] = (long)LibCrypto.BIO_ctrl_pending(marks->WriteBio);
        }

        return marks->_repetitions < MaximumRepetitions ? AtOnce : Never;
    }
}
