using System.Globalization;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Cli;

/// <summary>
/// What happens on Ctrl-C and Ctrl-\, when the terminal goes, and when the process is told to end: half-written files go, then the process
/// does. A second signal ends it at once.
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

    /// <summary>Listens from now on; the registrations live as long as the process.</summary>
    public static PosixSignalRegistration[] Listen()
    {
        // Asked first: to listen to a signal ends its being ignored, and a run under nohup has to outlive its terminal.
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

    private static void End(PosixSignalContext signal, int code)
    {
        signal.Cancel = true;

        // What the run meets from now on, such as files that are gone, comes of the signal.
        Volatile.Write(ref _code, code);
        if (Interlocked.Increment(ref _signals) == 1 && !OpenOutputs.DeleteAll())
        {
            // All outputs have their names: what is left to do takes no time, unless nobody takes what is printed.
            Thread.Sleep(LongestEnd);
        }

        Environment.Exit(code);
    }

    /// <summary>Whether the process would end when its terminal goes; only Linux tells, elsewhere it is left alone.</summary>
    private static bool EndsOnHangUp()
    {
        const string Field = "SigIgn:";
        const ulong HangUp = 1;
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return ulong.TryParse(line?[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ignored)
                && (ignored & HangUp) == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
