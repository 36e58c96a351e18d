using LungSeg.Core.Conversion.Arrays;
using LungSeg.Core.Conversion.Detection;
using LungSeg.Core.Conversion.Dicom;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Stacks;
using LungSeg.Core.Conversion.Tables;
using LungSeg.Core.Conversion.Volumes;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>The output formats there are; the only place that knows them all.</summary>
internal static class ExportRegistry
{
    public static IReadOnlyList<IDatasetExport> All { get; } =
    [
        new PickleExport(),
        new NpzExport(),
        new NpyExport(),
        PngExport.Format,
        Png16Export.Format,
        TiffExport.Format,
        new WebDatasetExport(),
        new ParquetExport(),
        new Hdf5Export(),
        new CsvExport(),
        CocoExport.Format,
        YoloExport.Format,
        HfExport.Format,
        NiftiExport.Format,
        NnUnetExport.Format,
        MonaiExport.Format,
        DicomExport.Format,
        DicomSegExport.Format,
    ];

    /// <summary>The format of that name; null where there is none.</summary>
    public static IDatasetExport? Find(string name) => All.FirstOrDefault(export => export.Name == name);

    /// <summary>The format that an output's name speaks of; null where it says nothing.</summary>
    public static IDatasetExport? OfOutput(string path)
    {
        var name = Path.GetFileName(path);
        return All.FirstOrDefault(export =>
            export.Traits.Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
        );
    }
}
