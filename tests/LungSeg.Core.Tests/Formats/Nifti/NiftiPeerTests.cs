using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Nifti;

/// <summary>
/// Writes what tests/interop/readers/check_nifti.py opens with nibabel; it names the folder in LUNGSEG_NIFTI_FOLDER and puts the voxels
/// there.
/// </summary>
public sealed class NiftiPeerTests
{
    [Fact]
    public void Write_ForNibabel_WritesEveryLayout()
    {
        var folder = Environment.GetEnvironmentVariable("LUNGSEG_NIFTI_FOLDER");
        Assert.SkipWhen(folder is null, "LUNGSEG_NIFTI_FOLDER is not set; tests/interop/readers/check_nifti.py sets it");

        // Names are DTYPE_SLICES_ROWS_COLUMNS.bin, for example i2_3_4_5.bin.
        foreach (var path in Directory.GetFiles(folder, "*.bin"))
        {
            var parts = Path.GetFileNameWithoutExtension(path).Split('_');
            Assert.True(DType.TryParse(parts[0], out var dtype));
            var layout = new NiftiLayout
            {
                DType = dtype,
                Slices = int.Parse(parts[1]),
                Height = int.Parse(parts[2]),
                Width = int.Parse(parts[3]),
            };
            Save(path, "unknown", layout with { Spacing = new(1, 1, 999), Description = "spacing=unknown", Window = (-1350, 150) });
            Save(path, "spaced", Spaced(layout));
        }
    }

    /// <summary>Axial slices from the origin on, as DICOM's axes are.</summary>
    private static NiftiLayout Spaced(NiftiLayout layout) =>
        layout with
        {
            Spacing = new(0.703125, 0.75, 1.25),
            IsSpacingKnown = true,
            Place = new SlicePlace(default, new(1, 0, 0), new(0, 1, 0), new PixelSpacing(0.75, 0.703125)),
        };

    private static void Save(string path, string kind, NiftiLayout layout)
    {
        using var file = File.Create(Path.ChangeExtension(path, $"{kind}.nii"));
        NiftiWriter.Write(file, layout, File.ReadAllBytes(path));
    }
}
