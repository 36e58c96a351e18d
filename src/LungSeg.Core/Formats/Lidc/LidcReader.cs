using System.Globalization;
using System.Xml;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Formats.Lidc;

/// <summary>
/// Reads the outlines of an LIDC reading (XML). Nodules under 3 mm and non-nodules are marked by points without an area and are skipped.
/// </summary>
internal sealed class LidcReader
{
    /// <summary>Format name in messages.</summary>
    public const string Format = "lidc";

    private const string Root = "LidcReadMessage";
    private const int DeepestNesting = 32;
    private const int LongestText = 1 << 10;

    /// <summary>Last row or column that a DICOM image can have.</summary>
    private const int LastPixel = ushort.MaxValue;

    /// <summary>Maximum number of outlines on one slice; real slices have about ten.</summary>
    private const int MaxOutlines = 1000;

    /// <summary>Maximum number of nodules of all readers; real files have about fifty.</summary>
    private const int MaxNodules = 1000;

    /// <summary>Maximum number of points of all outlines; real files have some tens of thousands.</summary>
    private const int MaxPoints = 1 << 18;

    /// <summary>Approximate memory of a point.</summary>
    private const int PointBytes = 16;

    /// <summary>Approximate memory of a nodule.</summary>
    private const int NoduleBytes = 200;

    /// <summary>Highest rating on any of the scales.</summary>
    private const int HighestRating = 6;

    private readonly SourceStream _stream;
    private readonly SourceName _name;
    private readonly AllocationBudget _budget;
    private readonly AnnotationReading _how;
    private readonly LidcReading _reading = new();
    private readonly List<OutlinePoint> _points = [];
    private string _element = string.Empty;
    private string? _sopUid;
    private bool _isHole;
    private bool _inRoi;
    private int? _x;
    private bool _isRating;
    private int _outlinePoints;

    private LidcReader(SourceStream stream, SourceName name, AnnotationReading how, ReadLimits limits)
    {
        _stream = stream;
        _name = name;
        _budget = new AllocationBudget(name, limits, stream.Length);
        _how = how;
    }

    /// <summary>Reads a file; null where it does not start like a reading, or has a DTD.</summary>
    /// <exception cref="DatasetFormatException">The file is not well-formed, or it is damaged.</exception>
    public static LidcReading? Read(IByteSource source, AnnotationReading how, ReadLimits limits)
    {
        if (source.Length > limits.IndexBytesBase)
        {
            throw FormatError.TooLarge(source.Name.As(Format), "its length in bytes", source.Length, limits.IndexBytesBase);
        }
        using var stream = new SourceStream(source);
        return new LidcReader(stream, source.Name.As(Format), how, limits).Read();
    }

    private LidcReading? Read()
    {
        // No DTD, so no entities, and nothing is fetched.
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        using var xml = XmlReader.Create(_stream, settings);
        if (!IsReading(xml))
        {
            return null;
        }
        try
        {
            while (xml.Read())
            {
                Take(xml);
            }
        }
        catch (XmlException e)
        {
            throw FormatError.Undecodable(
                _name,
                string.Create(CultureInfo.InvariantCulture, $"not well-formed in line {e.LineNumber} from character {e.LinePosition} on"),
                e
            );
        }

        return _reading;
    }

    private static bool IsReading(XmlReader xml)
    {
        try
        {
            return xml.MoveToContent() == XmlNodeType.Element && xml.LocalName == Root;
        }
        catch (XmlException)
        {
            // The file has a DTD or is not XML, so it is not a reading.
            return false;
        }
    }

    private void Take(XmlReader xml)
    {
        if (xml.Depth > DeepestNesting)
        {
            throw Fault(xml, $"elements are nested deeper than {DeepestNesting}");
        }
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                _element = xml.LocalName;
                Start(xml);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA:
                TakeText(xml);
                break;
            case XmlNodeType.EndElement when xml.LocalName == "roi":
                EndOutline(xml);
                break;
            case XmlNodeType.EndElement when xml.LocalName == "characteristics":
                _isRating = false;
                break;
        }
    }

    private void Start(XmlReader xml)
    {
        switch (_element)
        {
            case "readingSession":
                _reading.Readers++;
                break;
            case "unblindedReadNodule" or "blindedReadNodule":
                _reading.Nodules.Add(new LidcNodule(Math.Max(0, _reading.Readers - 1)));
                if (_reading.Nodules.Count > MaxNodules)
                {
                    throw Fault(xml, $"more than {MaxNodules} nodules");
                }
                _budget.Charge(NoduleBytes, offset: null);
                break;
            case "characteristics":
                _isRating = true;
                break;
            case "roi":
                (_inRoi, _sopUid, _isHole, _x) = (true, null, false, null);
                _points.Clear();
                break;
        }
    }

    private void TakeText(XmlReader xml)
    {
        switch (_element)
        {
            case "SeriesInstanceUid" when _reading.SeriesUid is null:
                _reading.SeriesUid = Text(xml);
                break;
            case "noduleID" when _reading.Nodules.Count > 0:
                _reading.Nodules[^1].Id ??= Text(xml);
                break;
            case var name when _isRating && Array.IndexOf(LidcNodule.Characteristics, name) is >= 0 and var at:
                Rate(at, Text(xml));
                break;
            case "imageSOP_UID" when _inRoi:
                _sopUid = Text(xml);
                break;
            case "inclusion" when _inRoi:
                _isHole = Text(xml).ToUpperInvariant() switch
                {
                    "TRUE" => false,
                    "FALSE" => true,
                    var other => throw Fault(xml, $"inclusion is '{PrintableText.Escape(other, 20)}', expected TRUE or FALSE"),
                };
                break;
            case "xCoord" when _inRoi:
                _x = Coordinate(xml);
                break;
            case "yCoord" when _inRoi:
                _budget.Charge(PointBytes, offset: null);
                if (++_outlinePoints > MaxPoints)
                {
                    throw Fault(xml, $"more than {MaxPoints} points");
                }
                _points.Add(new OutlinePoint(_x ?? throw Fault(xml, "a yCoord stands before its xCoord"), Coordinate(xml)));
                _x = null;
                break;
        }
    }

    private void EndOutline(XmlReader xml)
    {
        const int FewestPoints = 3;
        _inRoi = false;
        var sopUid = _sopUid ?? throw Fault(xml, "a roi names no image");
        if (_points.Count < FewestPoints)
        {
            return;
        }
        if (_reading.Readers == 0)
        {
            throw Fault(xml, "a roi stands outside a readingSession");
        }
        if (!_reading.Slices.TryGetValue(sopUid, out var slice))
        {
            _reading.Slices.Add(sopUid, slice = new SliceOutlines(_how));
        }
        if (slice.Count >= MaxOutlines)
        {
            throw Fault(xml, $"more than {MaxOutlines} outlines on one slice");
        }
        slice.Add(new LidcOutline(_reading.Readers - 1, _reading.Nodules.Count - 1, _isHole, _points.ToArray()));
    }

    // Zero and a blank mean that the reader did not rate, since the nodule is under 3 mm.
    private void Rate(int characteristic, string text)
    {
        if (
            _reading.Nodules.Count > 0
            && int.TryParse(text, CultureInfo.InvariantCulture, out var rating)
            && rating is > 0 and <= HighestRating
        )
        {
            _reading.Nodules[^1].Ratings[characteristic] = rating;
        }
    }

    private int Coordinate(XmlReader xml)
    {
        var text = Text(xml);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= LastPixel
            ? value
            : throw Fault(xml, $"{_element} is '{PrintableText.Escape(text, 20)}', expected an integer from 0 to {LastPixel}");
    }

    private string Text(XmlReader xml)
    {
        var text = xml.Value;
        return text.Length <= LongestText ? text.Trim() : throw Fault(xml, $"{_element} is {text.Length} characters long");
    }

    private DatasetFormatException Fault(XmlReader xml, string what) =>
        FormatError.Corrupt(_name, string.Create(CultureInfo.InvariantCulture, $"{what}, in line {((IXmlLineInfo)xml).LineNumber}"));
}
