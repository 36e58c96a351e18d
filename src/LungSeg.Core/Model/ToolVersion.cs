using System.Reflection;

namespace LungSeg.Core.Model;

/// <summary>Version of this tool, from the one place that has it.</summary>
public static class ToolVersion
{
    /// <summary>For example <c>0.1.0</c>; without commit.</summary>
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
