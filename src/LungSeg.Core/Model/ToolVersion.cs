using System.Reflection;

namespace LungSeg.Core.Model;

/// <summary>Version of lungseg, from the assembly.</summary>
public static class ToolVersion
{
    /// <summary>For example <c>0.1.0</c>, without the commit.</summary>
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
