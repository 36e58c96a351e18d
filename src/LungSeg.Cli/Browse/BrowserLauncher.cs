using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace LungSeg.Cli.Browse;

/// <summary>Opens the page in the user's browser.</summary>
/// <remarks>
/// The address holds the token, and the arguments of a process can be read by every user of a machine: the browser is given a file that
/// only its owner can read, which leads to the address.
/// </remarks>
internal static class BrowserLauncher
{
    private const int RandomDigits = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);

    /// <summary>Whether there is a browser to open: a person at a terminal of this machine, with a display.</summary>
    public static bool CanOpen(Terminal terminal) =>
        terminal.OutIsTerminal
        && terminal.Variable("SSH_CONNECTION") is null
        && (!OperatingSystem.IsLinux() || terminal.Variable("DISPLAY") is not null || terminal.Variable("WAYLAND_DISPLAY") is not null);

    /// <summary>Opens the address; false where no browser could be started.</summary>
    public static bool TryOpen(string url)
    {
        var file = Path.Combine(Path.GetTempPath(), $"lungseg-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}.html");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var text = new StreamWriter(file, options))
            {
                text.Write($"<!doctype html><meta http-equiv=\"refresh\" content=\"0; url={url}\"><title>lungseg browse</title>");
            }

            // Before the browser is started: the file must go also where none can be.
            _ = DeleteLaterAsync(file);
            var start =
                OperatingSystem.IsLinux() ? new ProcessStartInfo("xdg-open", [file])
                : OperatingSystem.IsMacOS() ? new ProcessStartInfo("open", [file])
                : new ProcessStartInfo(file) { UseShellExecute = true };
            if (OperatingSystem.IsLinux())
            {
                (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
            }

            using var started = Process.Start(start);
            return started is not null;
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The browser has read it by then; the token in it is worth nothing when the run has ended.</summary>
    private static async Task DeleteLaterAsync(string file)
    {
        await Task.Delay(Lifetime);
        File.Delete(file);
    }
}
