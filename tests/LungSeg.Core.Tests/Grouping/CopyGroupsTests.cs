using LungSeg.Core.Grouping;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

public sealed class CopyGroupsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Infer_MirroredAndMovedCopies_AreJoinedOnlyOnRequest()
    {
        var slice = PhantomSlices.Hu[0];
        using var set = PhantomSlices.Write(_folder, "a", slice, PhantomSlices.Stranger, HalfTurned(PhantomSlices.Rolled(slice, 5, 4)));

        Assert.Equal(["g0001", "g0002", "g0003"], GroupInference.Infer([.. set.Rows], new GroupingOptions()).GroupOf);
        var joined = GroupInference.Infer([.. set.Rows], new GroupingOptions { JoinsCopies = true, Jobs = 2 });
        Assert.Equal(["g0001", "g0002", "g0001"], joined.GroupOf);
        var join = Assert.Single(joined.Joins);
        Assert.Equal((0, 2, MatchKind.Shifted), (join.A, join.B, join.Kind));
    }

    private static double[] HalfTurned(double[] slice) => [.. slice.Reverse()];
}
