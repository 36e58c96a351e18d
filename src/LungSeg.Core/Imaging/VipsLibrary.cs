using System.Runtime.InteropServices;
using NetVips;

namespace LungSeg.Core.Imaging;

/// <summary>Loads the image library's native half when a picture is first written.</summary>
/// <remarks>
/// A native build runs every package's start-up code at once, and NetVips' loads 18 MB of libvips: half of the time that <c>inspect</c> takes.
/// So that build keeps the library in a folder where it is not found until it is wanted.
/// </remarks>
internal static class VipsLibrary
{
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <exception cref="IOException">The library is not there or does not start.</exception>
    public static void Require()
    {
        if (!Loaded.Value)
            throw new IOException($"the image library libvips cannot be loaded: {ModuleInitializer.Exception?.Message}");
    }

    private static bool Load()
    {
        if (ModuleInitializer.VipsInitialized)
            return true;
        var path = Path.Combine(AppContext.BaseDirectory, "vips", "libvips.so.42");
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
            return false;

        // Once it is loaded, asking for it by its bare name finds it.
        NativeLibrary.Load(path);
        ModuleInitializer.Initialize();
        return ModuleInitializer.VipsInitialized;
    }
}
