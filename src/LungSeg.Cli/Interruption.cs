using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;

namespace LungSeg.Cli;

/// <summary>What happens on Ctrl-C and when the process is told to end: half-written files go, then the process does.</summary>
internal static class Interruption
{
    private const int Terminated = 143;

    /// <summary>Listens from now on; the registrations live as long as the process.</summary>
    public static PosixSignalRegistration[] Listen() =>
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, (int)ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, Terminated)),
    ];

    private static void End(PosixSignalContext signal, int code)
    {
        signal.Cancel = true;
        TemporaryPaths.DeleteAll();
        Environment.Exit(code);
    }
}
