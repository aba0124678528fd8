namespace Sfu.Sdp;

/// <summary>The names of <see cref="MediaDirection"/>.</summary>
internal static class MediaDirectionExtensions
{
    public static string ToSdp(this MediaDirection direction) => direction switch
    {
        MediaDirection.SendReceive => "sendrecv",
        MediaDirection.Send => "sendonly",
        MediaDirection.Receive => "recvonly",
        _ => "inactive",
    };

    public static MediaDirection? TryParse(ReadOnlySpan<char> name) => name switch
    {
        "sendrecv" => MediaDirection.SendReceive,
        "sendonly" => MediaDirection.Send,
        "recvonly" => MediaDirection.Receive,
        "inactive" => MediaDirection.Inactive,
        _ => null,
    };
}
