namespace LungSeg.Core.Reporting.Charts;

/// <summary>One bar.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">How often.</param>
/// <param name="Style">Class of the style sheet that gives the colour.</param>
internal readonly record struct Bar(string Name, long Count, string Style);
