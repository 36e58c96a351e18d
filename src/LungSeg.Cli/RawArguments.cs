using System.Text.Unicode;
using LungSeg.Core.Bytes;

namespace LungSeg.Cli;

/// <summary>
/// The command line as bytes. .NET shows each byte that is not UTF-8 as U+FFFD: an input of such a name is not found, and an output
/// would be written under another name.
/// </summary>
internal static class RawArguments
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>The first argument that is not UTF-8, escaped; null where all are, or the system does not say.</summary>
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
