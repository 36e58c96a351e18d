using LungSeg.Core.Conversion.Arrays;
using LungSeg.Core.Conversion.Detection;
using LungSeg.Core.Conversion.Dicom;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Stacks;
using LungSeg.Core.Conversion.Tables;
using LungSeg.Core.Conversion.Volumes;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Lists all output formats. No other class knows them all.</summary>
internal static class ExportRegistry
{
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        PickleExport.Format,
        NpzExport.Format,
        NpyExport.Format,
        PngExport.Format,
        Png16Export.Format,
        TiffExport.Format,
        WebDatasetExport.Format,
        ParquetExport.Format,
        Hdf5Export.Format,
        CsvExport.Format,
        CocoExport.Format,
        YoloExport.Format,
        HfExport.Format,
        HfParquetExport.Format,
        NiftiExport.Format,
        NnUnetExport.Format,
        MonaiExport.Format,
        DicomExport.Format,
        DicomSegExport.Format,
    ];

    /// <summary>Finds the format of that name, or null.</summary>
    public static ExportFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>Finds the format that the name of an output stands for; null where it stands for none.</summary>
    public static ExportFormat? FindByOutput(string path)
    {
        var name = Path.GetFileName(path);
        return All.FirstOrDefault(format => format.Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
    }
}
