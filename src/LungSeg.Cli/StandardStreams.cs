using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Cli;

/// <summary>
/// Standard input, output and error as the process was started with them. A closed one is empty, refuses results, or takes no messages:
/// its number may meanwhile be that of any file.
/// </summary>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Messages = 2;

    // O_CLOEXEC in /proc/PID/fdinfo, octal 02000000. A descriptor that came through exec has no such flag; all that the runtime opens have.
    private const int CloseOnExec = 0x80000;

    private static readonly bool[] IsOpen = [IsInherited(Input), IsInherited(Output), IsInherited(Messages)];

    // Files that are opened later get other numbers, so that nothing that is printed by the runtime ends in them.
    private static readonly SafeFileHandle?[] Fillers = [.. Enumerable.Range(Input, IsOpen.Length).Select(OpenFiller)];

    /// <summary>Standard input; empty where it is closed.</summary>
    public static Stream OpenInput() => IsOpen[Input] ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>Results; where standard output is closed, writing them fails.</summary>
    public static TextWriter OpenOutput()
    {
        GC.KeepAlive(Fillers);

        // No byte order mark, and line feeds everywhere: the same bytes on every platform.
        var stream = IsOpen[Output] ? Console.OpenStandardOutput() : new ClosedStream();
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
    }

    /// <summary>Messages. What cannot be written is lost: it does not change how the run ends.</summary>
    public static TextWriter OpenError() =>
        IsOpen[Messages]
            ? new StreamWriter(new LossyStream(Console.OpenStandardError()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            {
                NewLine = "\n",
                AutoFlush = true,
            }
            : TextWriter.Null;

    private static bool IsInherited(int descriptor)
    {
        const string Field = "flags:";
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fdinfo"))
        {
            return true;
        }
        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{descriptor}");
            var flags = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return flags is null || (Convert.ToInt32(flags[Field.Length..].Trim(), 8) & CloseOnExec) == 0;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return true;
        }
    }

    private static SafeFileHandle? OpenFiller(int descriptor)
    {
        try
        {
            return IsOpen[descriptor] ? null : File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Refuses everything.</summary>
    private sealed class ClosedStream : WritingStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("standard output is closed");
    }

    /// <summary>Writes what can be written.</summary>
    private sealed class LossyStream(Stream stream) : WritingStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                stream.Write(buffer, offset, count);
            }
            catch (IOException)
            {
                // A full disk or a closed pipe behind the messages; the exit code still tells.
            }
        }
    }

    private abstract class WritingStream : Stream
    {
        public sealed override bool CanRead => false;

        public sealed override bool CanSeek => false;

        public sealed override bool CanWrite => true;

        public sealed override long Length => throw new NotSupportedException();

        public sealed override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public sealed override void Flush() { }

        public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public sealed override void SetLength(long value) => throw new NotSupportedException();
    }
}
