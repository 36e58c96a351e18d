using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>
/// The lines of sha256sum: <c>digest  name</c>, <c>digest *name</c>, or with <c>--tag</c> <c>SHA256 (name) = digest</c>, as <c>openssl
/// dgst</c> writes them too. In a line that begins with a backslash, backslash, line feed and carriage return of the name are escaped.
/// </summary>
internal static partial class ChecksumLines
{
    private const int MaxShown = 60;
    private const int DigestDigits = 64;

    /// <summary>Parses a list.</summary>
    /// <exception cref="DatasetFormatException">A line is none of sha256sum, or its path is unsafe.</exception>
    public static List<ManifestEntry> Parse(ReadOnlySpan<byte> content, SourceName source)
    {
        var entries = new List<ManifestEntry>();
        var start = 0;
        for (var number = 1; start < content.Length; number++)
        {
            var end = content[start..].IndexOf((byte)'\n');
            var line = end < 0 ? content[start..] : content.Slice(start, end);
            // Of a list with the line ends of Windows. A name that ends so is escaped.
            line = line.EndsWith("\r"u8) ? line[..^1] : line;
            if (!line.IsEmpty && line[0] != '#')
            {
                entries.Add(ParseLine(line, new Place(source, start, number)));
            }
            start += end < 0 ? line.Length + 1 : end + 1;
        }

        return entries.Count > 0 ? entries : throw FormatError.WrongFormat(source, "the list of checksums is empty");
    }

    /// <summary>A line of sha256sum for a file.</summary>
    public static string Format(ManifestEntry entry)
    {
        var name = entry.Path;
        var isEscaped = name.AsSpan().ContainsAny('\\', '\n', '\r');
        if (isEscaped)
        {
            name = name.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal);
        }
        return $"{(isEscaped ? "\\" : string.Empty)}{entry.Sha256}  {name}";
    }

    private static ManifestEntry ParseLine(ReadOnlySpan<byte> bytes, Place place)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw place.Refuse($"the name is not UTF-8: {RawNames.Escape(bytes[Math.Min(bytes.Length, DigestDigits)..]).Trim()}");
        }
        var line = Encoding.UTF8.GetString(bytes);
        var isEscaped = line[0] == '\\';
        var body = isEscaped ? line[1..] : line;
        var match = Plain().Match(body) is { Success: true } plain ? plain : Tagged().Match(body);
        if (!match.Success)
        {
            throw place.Refuse(
                $"'{PrintableText.Escape(line, MaxShown)}' is no line of sha256sum"
                    + (OtherDigest().IsMatch(body) ? ": its digest is not SHA-256, which has 64 hexadecimal digits" : string.Empty)
            );
        }
        var name = match.Groups["name"].Value;
        name = isEscaped ? Unescape(name) ?? throw place.Refuse($"unknown escape in {PrintableText.Escape(line, MaxShown)}") : name;
        var path = EntryPath.Normalize(name, out var reason);
        return reason is null
            ? new ManifestEntry(path, Sha256: match.Groups["digest"].Value.ToLowerInvariant())
            : throw FormatError.Unsafe(
                place.Source,
                place.Offset,
                FormattableString.Invariant($"line {place.Line}: the path '{PrintableText.Escape(name, MaxShown)}' {reason}")
            );
    }

    /// <summary>A name without escapes; null where an escape is not one of sha256sum.</summary>
    private static string? Unescape(string name)
    {
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '\\')
            {
                text.Append(name[i]);
                continue;
            }
            i++;
            switch (i < name.Length ? name[i] : ' ')
            {
                case '\\':
                    text.Append('\\');
                    break;
                case 'n':
                    text.Append('\n');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                default:
                    return null;
            }
        }
        return text.ToString();
    }

    [GeneratedRegex(@"\A(?<digest>[0-9A-Fa-f]{64}) [ *](?<name>.+)\z", RegexOptions.Singleline)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(SHA256|SHA2-256) ?\((?<name>.+)\) ?= ?(?<digest>[0-9A-Fa-f]{64})\z", RegexOptions.Singleline)]
    private static partial Regex Tagged();

    [GeneratedRegex(@"\A([0-9A-Fa-f]{32,} [ *]|[A-Z0-9/-]+ ?\(.+\) ?= ?[0-9A-Fa-f]{32,}\z)", RegexOptions.Singleline)]
    private static partial Regex OtherDigest();

    /// <summary>Where a line begins.</summary>
    private readonly record struct Place(SourceName Source, long Offset, int Line)
    {
        public DatasetFormatException Refuse(string detail) =>
            FormatError.Corrupt(Source, Offset, FormattableString.Invariant($"line {Line}: {detail}"));
    }
}
