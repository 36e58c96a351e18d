namespace LungSeg.Core.Reporting.Html;

/// <summary>A piece of HTML that is ready to be written as it is.</summary>
internal readonly record struct Markup(string Html)
{
    /// <summary>Nothing.</summary>
    public static Markup None { get; } = new(string.Empty);

    /// <summary>HTML from an interpolated text: what stands in the source is markup, what is put in is data and becomes encoded.</summary>
    public static Markup Format(HtmlText text) => new(text.Finish());

    /// <summary>Several pieces, one after another.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Html)));
}
