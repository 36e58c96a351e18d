using System.Reflection;
using System.Runtime.InteropServices;
using Vips = NetVips;

namespace LungSeg.Core.Imaging;

/// <summary>Loads and initialises libvips when the first picture is encoded or decoded.</summary>
/// <remarks>
/// NetVips initialises libvips in its module initializer, which under the JIT runs at the first use of a NetVips type. A native build would
/// run it before Main, so <c>NetVips.Substitutions.xml</c> removes it there and this class initialises libvips.
/// </remarks>
internal static class VipsLibrary
{
    private static readonly Lazy<string?> Failure = new(Start);

    // Faults of a damaged picture come as exceptions. This keeps libvips from also writing them to standard error.
    private static readonly Vips.Log.LogDelegate Silent = static (_, _, _) => { };

    /// <exception cref="IOException">The native library is missing or does not start.</exception>
    public static void Require()
    {
        if (Failure.Value is { } failure)
        {
            throw new IOException($"the image library libvips cannot be used: {failure}");
        }
    }

    /// <summary>Why libvips fails, in one line.</summary>
    public static string GetReason(Vips.VipsException exception)
    {
        // The message ends with the log of libvips; its last line is the cause.
        var lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "no reason given" : lines[^1];
    }

    private static string? Start()
    {
        try
        {
            if (!Vips.ModuleInitializer.VipsInitialized)
            {
                if (Vips.ModuleInitializer.Exception is { } exception)
                {
                    return exception is DllNotFoundException ? Missing : exception.Message;
                }
                NativeLibrary.SetDllImportResolver(typeof(Vips.ModuleInitializer).Assembly, Resolve);
                if (!Vips.NetVips.Init())
                {
                    return "it does not start";
                }
                Vips.ModuleInitializer.VipsInitialized = true;
            }
        }
        catch (DllNotFoundException)
        {
            return Missing;
        }
        // Callers process pictures on several threads themselves, so libvips uses one thread a picture. Its cache is off, since no picture
        // is processed twice.
        Vips.NetVips.Concurrency = 1;
        Vips.NetVips.BlockUntrusted = true;
        Vips.Log.SetLogHandler("VIPS", Vips.Enums.LogLevelFlags.Warning, Silent);
        Vips.Cache.Max = 0;
        Vips.Cache.MaxMem = 0;
        Vips.Cache.MaxFiles = 0;
        return null;
    }

    // The builds that NetVips ships contain GLib in libvips; on Windows it may be a separate library.
    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (OperatingSystem.IsWindows() && NativeLibrary.TryLoad(name, assembly, paths, out var own))
        {
            return own;
        }
        return NativeLibrary.TryLoad(FileName, assembly, paths, out var handle) ? handle : IntPtr.Zero;
    }

    private static string Missing => $"{FileName} or a library that it needs is missing beside the program";

    private static string FileName =>
        OperatingSystem.IsWindows() ? "libvips-42.dll"
        : OperatingSystem.IsMacOS() ? "libvips.42.dylib"
        : "libvips.so.42";
}
