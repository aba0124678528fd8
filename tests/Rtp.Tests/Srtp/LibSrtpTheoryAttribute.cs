namespace Rtp.Tests.Srtp;

/// <summary>A test against libsrtp2, which is expected on Linux and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LibSrtpTheoryAttribute : TheoryAttribute
{
    public LibSrtpTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "libsrtp2 is expected on Linux only.";
        }
    }
}
