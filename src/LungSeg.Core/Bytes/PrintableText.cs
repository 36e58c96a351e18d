namespace LungSeg.Core.Bytes;

/// <summary>Text from a file, made fit for a message of one line.</summary>
internal static class PrintableText
{
    /// <summary>At most <paramref name="most"/> characters and three dots, control characters as question marks.</summary>
    public static string Of(string text, int most)
    {
        var shown = text.Length <= most ? text : text[..most] + "...";
        return string.Create(shown.Length, shown, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(from[i]) ? '?' : from[i];
        });
    }
}
