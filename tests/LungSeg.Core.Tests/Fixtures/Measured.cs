using Xunit;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Tests that count what the process allocates, and so run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measured
{
    public const string Name = "Measured";
}
