namespace Rtp;
internal static class Placeholder;
