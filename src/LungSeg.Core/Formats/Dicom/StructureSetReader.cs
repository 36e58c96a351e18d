using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Reads the ROIs of an RT Structure Set, without the points of their contours.</summary>
internal sealed class StructureSetReader
{
    private const int LongestValue = 1 << 10;

    /// <summary>Approximate memory of an ROI, a contour, or a reference to an image or a series.</summary>
    private const int BytesPerItem = 200;

    private static readonly HashSet<DicomTag> Entered =
    [
        DicomTags.ReferencedFrameOfReferenceSequence,
        DicomTags.RtReferencedStudySequence,
        DicomTags.RtReferencedSeriesSequence,
        DicomTags.StructureSetRoiSequence,
        DicomTags.RoiContourSequence,
        DicomTags.ContourSequence,
        DicomTags.ContourImageSequence,
    ];

    private readonly DicomElementReader _reader;
    private readonly DicomObject _dicom;
    private readonly AllocationBudget _budget;
    private readonly HashSet<string> _series = [];
    private readonly List<Roi> _described = [];

    // What the sequence of contours says of an ROI: its number and its contours.
    private readonly List<Roi> _drawn = [];

    private StructureSetReader(DicomElementReader reader, DicomObject dicom, AllocationBudget budget) =>
        (_reader, _dicom, _budget) = (reader, dicom, budget);

    /// <summary>Reads a structure set.</summary>
    /// <param name="source">Its file.</param>
    /// <param name="dicom">Its header.</param>
    /// <param name="file">The file that its points are read from.</param>
    /// <exception cref="DatasetFormatException">The file is damaged.</exception>
    public static StructureSet Read(IByteSource source, DicomObject dicom, DicomFile file)
    {
        var (content, start, syntax) = DicomContent.Open(source, file.Limits);
        using var reader = new DicomElementReader(content, start, syntax.Encoding);
        var found = new StructureSetReader(reader, dicom, new AllocationBudget(dicom.Name, file.Limits, content.Length));
        found.ReadElements();
        return new StructureSet
        {
            File = file,
            Syntax = syntax,
            SourceLength = content.Length,
            Rois = found.Join(),
            Series = found._series,
        };
    }

    private void ReadElements()
    {
        while (_reader.Read())
        {
            switch (_reader.Kind)
            {
                case ElementKind.SequenceStart when !Entered.Contains(_reader.Tag):
                    _reader.SkipSequence();
                    break;
                case ElementKind.ItemStart:
                    StartItem();
                    break;
                case ElementKind.Element when _reader.Depth > 0:
                    Keep();
                    break;
            }
        }
    }

    private void StartItem()
    {
        var outermost = _reader.Outermost;
        if (outermost == DicomTags.StructureSetRoiSequence || outermost == DicomTags.RoiContourSequence)
        {
            _budget.Charge(BytesPerItem, _reader.Offset);
        }
        if (outermost == DicomTags.StructureSetRoiSequence && _reader.Depth == 1)
        {
            _described.Add(new Roi { IsDescribed = true });
        }
        else if (outermost == DicomTags.RoiContourSequence && _reader.Depth == 1)
        {
            _drawn.Add(new Roi());
        }
        else if (outermost == DicomTags.RoiContourSequence && _reader.Depth == 2)
        {
            _drawn[^1].Contours.Add(new RoiContour());
        }
    }

    private void Keep()
    {
        var outermost = _reader.Outermost;
        if (outermost == DicomTags.ReferencedFrameOfReferenceSequence)
        {
            if (_reader.Tag == DicomTags.SeriesInstanceUid && TakeText() is { } series && _series.Add(series))
            {
                _budget.Charge(BytesPerItem, _reader.Offset);
            }
        }
        else if (outermost == DicomTags.StructureSetRoiSequence)
        {
            KeepDescription(_described[^1]);
        }
        else if (outermost == DicomTags.RoiContourSequence && _reader.Depth == 1)
        {
            if (_reader.Tag == DicomTags.ReferencedRoiNumber)
            {
                _drawn[^1].Number = TakeInteger();
            }
        }
        else if (outermost == DicomTags.RoiContourSequence)
        {
            KeepContour(_drawn[^1].Contours[^1]);
        }
    }

    private void KeepDescription(Roi roi)
    {
        if (_reader.Tag == DicomTags.RoiNumber)
        {
            roi.Number = TakeInteger();
        }
        else if (_reader.Tag == DicomTags.RoiName)
        {
            roi.GivenName = TakeText();
        }
        else if (_reader.Tag == DicomTags.ReferencedFrameOfReferenceUid)
        {
            roi.FrameOfReferenceUid = TakeText();
        }
    }

    private void KeepContour(RoiContour contour)
    {
        if (_reader.Tag == DicomTags.ContourGeometricType)
        {
            contour.Type = TakeText()?.ToUpperInvariant();
        }
        else if (_reader.Tag == DicomTags.NumberOfContourPoints)
        {
            contour.StatedPoints = TakeInteger();
        }
        else if (_reader.Tag == DicomTags.ContourData)
        {
            (contour.Offset, contour.Length) = (_reader.ValueOffset, _reader.Length);
        }
        else if (_reader.Tag == DicomTags.ReferencedSopInstanceUid && TakeText() is { } image)
        {
            _budget.Charge(BytesPerItem, _reader.Offset);
            contour.Images.Add(image);
        }
    }

    private string? TakeText()
    {
        var values = new DicomValues(_dicom.Name, _dicom.Values);
        values.Add(_reader.Tag, _reader.Offset, _reader.TakeValue(LongestValue), _reader.Encoding.IsBigEndian);
        return values.Text(_reader.Tag);
    }

    /// <summary>An integer; null where it is none, as an ROI without number has contours of no ROI.</summary>
    private int? TakeInteger() =>
        int.TryParse(TakeText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Gives the contours to the ROIs of their numbers. Those of another number are an ROI of their own.</summary>
    private List<Roi> Join()
    {
        var rois = new List<Roi>(_described);
        var byNumber = new Dictionary<int, Roi>();
        foreach (var roi in _described)
        {
            if (roi.Number is { } number)
            {
                byNumber.TryAdd(number, roi);
            }
        }
        foreach (var drawn in _drawn.Where(drawn => drawn.Contours.Count > 0))
        {
            if (byNumber.GetValueOrDefault(drawn.Number ?? int.MinValue) is { } roi)
            {
                roi.Contours.AddRange(drawn.Contours);
                continue;
            }
            rois.Add(drawn);
            if (drawn.Number is { } number)
            {
                byNumber.Add(number, drawn);
            }
        }

        return rois;
    }
}
