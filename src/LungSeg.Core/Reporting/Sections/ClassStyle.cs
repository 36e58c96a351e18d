namespace LungSeg.Core.Reporting.Sections;

/// <summary>CSS classes of Lung-RADS classes.</summary>
internal static class ClassStyle
{
    /// <summary>
    /// CSS class of a Lung-RADS class. <paramref name="name"/> is one of <see cref="Model.LungRads.Classes"/>, <c>unknown</c>,
    /// <c>missing</c> or <c>all</c>, never a text from the input.
    /// </summary>
    public static string GetName(string name) => "k-" + name;
}
