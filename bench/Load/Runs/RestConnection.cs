using System.Net;
using System.Net.Sockets;
using System.Text;
using Load.Net;

namespace Load.Runs;

/// <summary>One connection (HTTP/1.1), one request at a time.</summary>
internal sealed class RestConnection : IDisposable
{
    private static readonly byte[] Success = "HTTP/1.1 200"u8.ToArray();
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();
    private static readonly byte[] LengthName = "Content-Length: "u8.ToArray();

    private readonly Socket _socket;
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[16 * 1024];
    private int _length;
    private long _sentAt;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public RestConnection(Uri server, string token)
    {
        _request = Encoding.ASCII.GetBytes($"GET /me HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n");
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(new IPEndPoint(IPAddress.Parse(server.Host), server.Port));
        _socket.Blocking = false;
    }

    /// <summary>Asks, unless an answer is still awaited.</summary>
    public bool TrySend()
    {
        if (_sentAt != 0)
        {
            return false;
        }

        _sentAt = LoadClock.Nanoseconds;
        return _socket.Send(_request) == _request.Length;
    }

    /// <summary>Takes the answer, if it is there.</summary>
    /// <param name="success">Whether it was a success.</param>
    /// <param name="nanoseconds">Since the request.</param>
    /// <exception cref="LoadException">The server closed the connection.</exception>
    public bool TryTake(out bool success, out long nanoseconds)
    {
        (success, nanoseconds) = (false, 0);
        if (_sentAt == 0)
        {
            return false;
        }

        int received = _socket.Receive(_answer.AsSpan(_length), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success || received == 0)
        {
            throw new LoadException($"the server closed a connection ({error})");
        }

        _length += received;
        if (!IsWhole(_answer.AsSpan(0, _length)))
        {
            return false;
        }

        success = _answer.AsSpan().StartsWith(Success);
        nanoseconds = LoadClock.Nanoseconds - _sentAt;
        (_length, _sentAt) = (0, 0);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf(HeadEnd);
        if (head < 0)
        {
            return false;
        }

        int length = answer[..head].IndexOf(LengthName);
        if (length < 0)
        {
            return answer.EndsWith(LastChunk);
        }

        ReadOnlySpan<byte> digits = answer[(length + LengthName.Length)..head];
        int end = digits.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? digits : digits[..end]) <= answer.Length - head - HeadEnd.Length;
    }
}
