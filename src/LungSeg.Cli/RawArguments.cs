using System.Text.Unicode;
using LungSeg.Core.Bytes;

namespace LungSeg.Cli;

/// <summary>
/// The command line as bytes. .NET decodes each byte that is not UTF-8 to U+FFFD: an input with such a name would not be found, and an
/// output would get another name.
/// </summary>
internal static class RawArguments
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>
    /// Finds the first argument that is not UTF-8, escaped; null where all are UTF-8, or the system does not give the bytes.
    /// </summary>
    public static string? FindUndecodable(IEnumerable<string> args)
    {
        if (!args.Any(RawNames.IsSuspect) || !File.Exists(CommandLine))
        {
            return null;
        }
        var bytes = File.ReadAllBytes(CommandLine).AsSpan();
        foreach (var range in bytes.Split((byte)0))
        {
            if (!Utf8.IsValid(bytes[range]))
            {
                return RawNames.Escape(bytes[range]);
            }
        }

        return null;
    }
}
