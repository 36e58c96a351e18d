using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Cli;

/// <summary>
/// Standard input, output and error of the process, also where the process was started with one of them closed. Closed standard input is
/// empty, writing to closed standard output fails, and messages to closed standard error are lost.
/// </summary>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Messages = 2;

    // O_CLOEXEC in /proc/PID/fdinfo, octal 02000000. The runtime sets the flag on every descriptor that it opens; an inherited
    // descriptor lacks it.
    private const int CloseOnExec = 0x80000;

    private static readonly bool[] IsOpen = [IsInherited(Input), IsInherited(Output), IsInherited(Messages)];

    // These handles occupy the closed numbers, so that text that the runtime prints is not written into a file that is opened later.
    private static readonly SafeFileHandle?[] Fillers = [OpenFiller(Input), OpenFiller(Output), OpenFiller(Messages)];

    /// <summary>Opens standard input; empty where it is closed.</summary>
    public static Stream OpenInput() => IsOpen[Input] ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>Opens standard output, for results. Where it is closed, writing fails.</summary>
    public static TextWriter OpenOutput()
    {
        GC.KeepAlive(Fillers);

        // No byte order mark, and line feeds everywhere: the same bytes on every platform.
        var stream = IsOpen[Output] ? Console.OpenStandardOutput() : new ClosedStream();
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
    }

    /// <summary>Opens standard error, for messages. A message that cannot be written is lost and does not change the exit code.</summary>
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

    /// <summary>Throws at every write.</summary>
    private sealed class ClosedStream : WritingStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("standard output is closed");
    }

    /// <summary>Writes to a stream and ignores failures.</summary>
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
                // The disk is full or the pipe is closed. The exit code still shows how the run ended.
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
