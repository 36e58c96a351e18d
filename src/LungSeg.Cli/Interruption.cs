using System.Globalization;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Cli;

/// <summary>
/// Ends the process on Ctrl-C, on Ctrl-\, when the terminal closes, and on SIGTERM: half-written outputs are deleted first. A second signal
/// ends the process at once.
/// </summary>
internal static class Interruption
{
    // 128 + the number of the signal, as shells report it.
    private const int HungUp = 129;
    private const int Quit = 131;
    private const int Terminated = 143;

    // SIGXFSZ on Linux, which PosixSignal does not name.
    private const int FileSizeExceeded = 25;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static int _signals;
    private static int _code;

    /// <summary>Exit code of the signal that ends the process; null where none has come.</summary>
    public static ExitCode? Code => Volatile.Read(ref _code) is not 0 and var code ? (ExitCode)code : null;

    /// <summary>Starts to listen to signals, for as long as the returned registrations are alive.</summary>
    public static PosixSignalRegistration[] Listen()
    {
        // This is asked first: a signal that is listened to is no longer ignored, and a run under nohup must outlive its terminal.
        var ends = EndsOnHangUp();
        PosixSignalRegistration[] always =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, (int)ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, Terminated)),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => End(signal, Quit)),
        ];
        if (OperatingSystem.IsLinux())
        {
            // A write beyond the limit on file sizes then fails and is reported, instead of ending the process.
            always = [.. always, PosixSignalRegistration.Create((PosixSignal)FileSizeExceeded, signal => signal.Cancel = true)];
        }

        return ends ? [.. always, PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => End(signal, HungUp))] : always;
    }

    /// <summary>Whether the run goes on until a signal ends it, whatever it has published: browse saves marks.</summary>
    public static bool IsServing { get; set; }

    private static void End(PosixSignalContext signal, int code)
    {
        signal.Cancel = true;

        // Errors from now on, such as missing files, are consequences of the signal.
        Volatile.Write(ref _code, code);
        if (Interlocked.Increment(ref _signals) == 1 && !OpenOutputs.DeleteAll(endsByItself: !IsServing))
        {
            // All outputs are published. The run needs only a moment to end by itself, unless nobody reads what it prints.
            Thread.Sleep(LongestEnd);
        }

        Environment.Exit(code);
    }

    /// <summary>
    /// Whether the process ends when its terminal closes, which only Linux says. Elsewhere that signal is not listened to.
    /// </summary>
    private static bool EndsOnHangUp()
    {
        const ulong HangUp = 1;
        const int Digits = 16;
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        try
        {
            // As bytes: a reader of text would take a tenth of a start.
            ReadOnlySpan<byte> text = File.ReadAllBytes("/proc/self/status");
            var start = text.IndexOf("\nSigIgn:\t"u8);
            return start >= 0
                && text[(start + "\nSigIgn:\t".Length)..] is { Length: >= Digits } value
                && ulong.TryParse(value[..Digits], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ignored)
                && (ignored & HangUp) == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
