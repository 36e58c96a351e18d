using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

public sealed class InputStemTests
{
    [Theory]
    [InlineData("-", "stdin")]
    [InlineData("lung_cancer_train.pkl", "lung_cancer_train")]
    [InlineData("some/folder/lung_cancer_test.pkl.gz", "lung_cancer_test")]
    [InlineData("a.pickle.zst", "a")]
    [InlineData("a.P.BZ2", "a")]
    [InlineData("a.npy", "a")]
    [InlineData("a.npz", "a")]
    [InlineData("a.nii", "a")]
    [InlineData("a.nii.gz", "a")]
    [InlineData("a.b.pkl", "a.b")]
    [InlineData("a.gz", "a")]
    [InlineData("data", "data")]
    [InlineData("data.csv", "data.csv")]
    [InlineData(".pkl", ".pkl")]
    public void FromPath_Path_IsTheNameLessSuffixes(string path, string expected) => Assert.Equal(expected, InputStem.FromPath(path));

    [Fact]
    public void Open_EqualStems_AreNumberedAndStayUnique()
    {
        var folder = Directory.CreateTempSubdirectory("lungseg-stems");
        try
        {
            string[] paths = ["a.pkl", "b/a.pkl", "a~2.pkl", "b/a.pickle"];
            Directory.CreateDirectory(Path.Combine(folder.FullName, "b"));
            paths = [.. paths.Select(path => Path.Combine(folder.FullName, path))];
            foreach (var path in paths)
            {
                File.Copy(ExpectedTables.Pickles.PathOf("frame_p4.pkl"), path);
            }
            using var dataset = Dataset.Open(paths);
            Assert.Equal(["a", "a~2", "a~2~2", "a~3"], dataset.Inputs.Select(input => input.Stem));
            Assert.Equal("a~3:2", dataset[11].Name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
