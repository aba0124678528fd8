using System.Diagnostics.CodeAnalysis;

namespace Sfu.Sdp;

/// <summary>Reads session descriptions. Total: any text gives a description or an error, in time linear in its length.</summary>
public static class SdpParser
{
    /// <summary>Reads a session description; lines end with CRLF or LF, unknown lines and attributes are ignored.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out SessionDescription? description,
        [NotNullWhen(false)] out SdpError? error)
    {
        description = null;
        if (text.Length > SdpLimits.Text)
        {
            error = new SdpError(
                SdpErrorCode.TooLarge,
                null,
                $"The session description has {text.Length} characters; at most {SdpLimits.Text} are accepted.");
            return false;
        }

        Reader reader = new();
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            error = reader.Take(line.EndsWith("\r") ? line[..^1] : line);
            if (error is not null)
            {
                return false;
            }
        }

        return reader.TryComplete(out description, out error);
    }

    private sealed class Reader
    {
        private readonly AttributeSet _session = new();
        private readonly List<IReadOnlyList<string>> _bundleGroups = [];
        private readonly List<(MediaDescription Line, AttributeSet Attributes)> _sections = [];
        private IReadOnlyList<string> _iceOptions = [];
        private SessionOrigin? _origin;
        private bool _iceLite;
        private bool _versionRead;
        private int _line;

        public SdpError? Take(ReadOnlySpan<char> line)
        {
            _line++;
            if (line.Length > SdpLimits.Line)
            {
                return Fault(SdpErrorCode.TooLarge, $"has {line.Length} characters; at most {SdpLimits.Line} are accepted");
            }

            if (line.IsEmpty)
            {
                return null;
            }

            // Control characters would let a value forge lines in an answer or a log.
            if (line.Length < 2 || line[1] != '=' || line.ContainsAnyInRange('\0', '\u001F'))
            {
                return Malformed("is not of the form <letter>=<text>");
            }

            ReadOnlySpan<char> value = line[2..];
            if (!_versionRead)
            {
                _versionRead = line[0] == 'v' && value.Trim(' ') is "0";
                return _versionRead ? null : Malformed("is not v=0, with which every session description begins");
            }

            return line[0] switch
            {
                'o' => TakeOrigin(value),
                'm' => TakeSection(value),
                'a' => TakeAttribute(value),
                _ => null,
            };
        }

        public bool TryComplete([NotNullWhen(true)] out SessionDescription? description, [NotNullWhen(false)] out SdpError? error)
        {
            description = null;
            error = null;
            if (!_versionRead || _origin is null)
            {
                string missing = _versionRead ? "o=" : "v=0";
                error = new SdpError(SdpErrorCode.Malformed, null, $"The session description has no line {missing}.");
                return false;
            }

            description = new SessionDescription(_origin)
            {
                BundleGroups = _bundleGroups,
                IceLite = _iceLite,
                IceOptions = _iceOptions,
                ExtmapAllowMixed = _session.ExtmapAllowMixed,
                Media = [.. _sections.Select(section => section.Attributes.Complete(section.Line, _session))],
            };
            return true;
        }

        private SdpError? TakeOrigin(ReadOnlySpan<char> value)
        {
            ReadOnlySpan<char> username = SdpToken.Next(ref value);
            ReadOnlySpan<char> id = SdpToken.Next(ref value);
            ReadOnlySpan<char> version = SdpToken.Next(ref value);
            const int MaximumLength = 64;
            if (!SdpToken.IsVisible(username, MaximumLength)
                || !SdpToken.IsVisible(id, MaximumLength)
                || !SdpToken.IsVisible(version, MaximumLength))
            {
                return Malformed("is not of the form o=<user> <session id> <version> ...");
            }

            _origin = new SessionOrigin(username.ToString(), id.ToString(), version.ToString());
            return null;
        }

        private SdpError? TakeSection(ReadOnlySpan<char> value)
        {
            const int MaximumLength = 64;
            if (_sections.Count == SdpLimits.Sections)
            {
                return Fault(SdpErrorCode.TooLarge, $"begins section {SdpLimits.Sections + 1}; at most {SdpLimits.Sections} are accepted");
            }

            ReadOnlySpan<char> type = SdpToken.Next(ref value);
            ReadOnlySpan<char> ports = SdpToken.Next(ref value);
            ReadOnlySpan<char> protocol = SdpToken.Next(ref value);
            List<string> formats = [];
            for (ReadOnlySpan<char> format = SdpToken.Next(ref value); !format.IsEmpty; format = SdpToken.Next(ref value))
            {
                if (formats.Count == SdpLimits.EntriesPerSection || !SdpToken.IsVisible(format, MaximumLength))
                {
                    return Malformed("lists too many formats or a malformed one");
                }

                formats.Add(format.ToString());
            }

            if (formats.Count == 0
                || !SdpToken.IsVisible(type, MaximumLength)
                || !SdpToken.IsVisible(protocol, MaximumLength)
                || !SdpToken.TryNumber(SdpToken.Next(ref ports, '/'), ushort.MaxValue, out int port))
            {
                return Malformed("is not of the form m=<type> <port> <protocol> <formats>");
            }

            _sections.Add((new MediaDescription(type.ToString(), port, protocol.ToString(), formats), new AttributeSet()));
            return null;
        }

        private SdpError? TakeAttribute(ReadOnlySpan<char> value)
        {
            ReadOnlySpan<char> name = SdpToken.Next(ref value, ':').TrimEnd(' ');
            value = value.Trim(' ');
            bool valid = _sections.Count > 0 ? _sections[^1].Attributes.TryAdd(name, value) : TryAddToSession(name, value);
            return valid ? null : Malformed($"has a malformed or surplus attribute '{Quotable(name)}'");
        }

        private bool TryAddToSession(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
        {
            switch (name)
            {
                case "ice-lite":
                    return _iceLite = true;
                case "ice-options":
                    _iceOptions = Tokens(value) ?? [];
                    return true;
                case "group":
                    // Groups of other semantics (LS, FID: RFC 5888) do not concern us.
                    if (SdpToken.Next(ref value) is not "BUNDLE")
                    {
                        return true;
                    }

                    IReadOnlyList<string>? mids = Tokens(value);
                    _bundleGroups.Add(mids ?? []);
                    return mids is not null && _bundleGroups.Count <= SdpLimits.Sections;
                default:
                    return _session.TryAdd(name, value);
            }
        }

        private static List<string>? Tokens(ReadOnlySpan<char> list)
        {
            List<string> tokens = [];
            for (ReadOnlySpan<char> token = SdpToken.Next(ref list); !token.IsEmpty; token = SdpToken.Next(ref list))
            {
                if (tokens.Count == SdpLimits.Sections || !SdpToken.IsVisible(token, SdpLimits.Identifier))
                {
                    return null;
                }

                tokens.Add(token.ToString());
            }

            return tokens;
        }

        private static string Quotable(ReadOnlySpan<char> name) => SdpToken.IsVisible(name, SdpLimits.Identifier) ? name.ToString() : "?";

        private SdpError Malformed(string what) => Fault(SdpErrorCode.Malformed, what);

        private SdpError Fault(SdpErrorCode code, string what) => new(code, _line, $"Line {_line} of the session description {what}.");
    }
}
