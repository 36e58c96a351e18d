using System.Reflection;
using System.Runtime.InteropServices;
using Vips = NetVips;

namespace LungSeg.Core.Imaging;

/// <summary>Loads and sets up libvips when the first picture is coded; a run without pictures never does.</summary>
/// <remarks>
/// NetVips starts libvips in its module initializer. Under the JIT that runs at the first use of a NetVips type. A native build would run
/// it before Main, so there <c>NetVips.Substitutions.xml</c> empties it and the start is made here.
/// </remarks>
internal static class VipsLibrary
{
    private static readonly Lazy<string?> Failure = new(Start);

    // What a damaged picture is refused for comes as an exception; libvips would also write lines of its own to standard error.
    private static readonly Vips.Log.LogDelegate Silent = static (_, _, _) => { };

    /// <exception cref="IOException">The native library is missing or does not start.</exception>
    public static void Require()
    {
        if (Failure.Value is { } failure)
        {
            throw new IOException($"the image library libvips cannot be used: {failure}");
        }
    }

    /// <summary>Why libvips refuses, in a line.</summary>
    public static string GetReason(Vips.VipsException exception)
    {
        // The message ends with libvips's log, one complaint a line; the last says what stopped it.
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
        // Callers spread pictures over threads themselves: one worker a picture, and no cache of results that nobody asks for twice.
        Vips.NetVips.Concurrency = 1;
        Vips.NetVips.BlockUntrusted = true;
        Vips.Log.SetLogHandler("VIPS", Vips.Enums.LogLevelFlags.Warning, Silent);
        Vips.Cache.Max = 0;
        Vips.Cache.MaxMem = 0;
        Vips.Cache.MaxFiles = 0;
        return null;
    }

    // GLib's functions are inside libvips in the builds that NetVips ships, and may be in libraries of their own on Windows.
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
