using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>One DICOM file: a CT image, whose frames are rows, or a segmentation.</summary>
internal sealed class DicomFormat : ITableFormat
{
    public string Name => DicomFile.Format;

    public bool Matches(ReadOnlySpan<byte> head) => DicomContent.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) =>
        Read(source, new FolderReading { Limits = limits }, leniency);

    public TableIndex Read(IByteSource source, FolderReading reading, Leniency leniency)
    {
        var dicom = DicomObjectReader.Read(source, reading.Limits);
        var file = new DicomFile(null, source.Name.Path, reading);
        if (DicomFolderFile.OtherThanCt(dicom) is { } other)
        {
            throw FormatError.Unsupported(
                source.Name with
                {
                    Entry = DicomTags.SopClassUid.ToString(),
                },
                dicom.Values.GetOffset(DicomTags.SopClassUid),
                $"this is not a CT image but {other} ({dicom.Syntax.Name})",
                dicom.SopClass == SopClass.StructureSet ? new RequestHint(RequestParameter.MaskFolder, source.Name.Path) : null
            );
        }
        if (SopClass.IsSegmentation(dicom.SopClass))
        {
            return DicomTable.From([Segmentation.FromObject(dicom, file)], reading.Masks);
        }
        var slices = SliceOrder.Sort([.. CtSlice.FromObject(dicom, file)]);
        var given = GivenMasks.Read(reading);
        var annotations = given is null ? null : AnnotationMatching.Match(slices, given.Files, reading.Masks);
        return DicomTable.From(slices, annotations) with
        {
            Container = slices.Count == 1 ? "CT image" : "CT image of several frames",
            Notes = [.. SliceNotes.Collect(slices), .. annotations?.Notes ?? []],
            Damage = given?.Damage ?? annotations?.Damage,
            HasGivenMasks = given is not null,
        };
    }
}
