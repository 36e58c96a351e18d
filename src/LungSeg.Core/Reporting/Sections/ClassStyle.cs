namespace LungSeg.Core.Reporting.Sections;

/// <summary>Classes of the style sheet by Lung-RADS class.</summary>
internal static class ClassStyle
{
    /// <summary>
    /// Style of a class; its names are those of <see cref="Model.LungRads.Classes"/> and <c>unknown</c>, never a text of the data.
    /// </summary>
    public static string GetName(string name) => "k-" + name;
}
