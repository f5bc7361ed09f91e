using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Tests.Backdoors;

public sealed class RepresentationTests
{
    [Fact]
    public void Poison_that_stands_apart_is_accused_and_clean_classes_are_not()
    {
        Pictures pictures = Pictures.Of(600, 23);
        int[] poisoned = pictures.Poison(every: 17, target: 2, 1, 60, _ => (9, 9));
        // What an ideal network makes of them: one direction for each class, and one for the trigger.
        var representations = new Matrix(600, 6);
        var random = new SeededRandom(1, "test.representations");
        for (int i = 0; i < 600; i++)
        {
            representations[i, pictures.Labels[i]] = 5 + (float)random.NextGaussian();
            representations[i, 5] = (float)random.NextGaussian() * 0.3f + (pictures.Features[i, 99] == 60 ? 8 : 0);
        }
        Assert.Equal(poisoned, SpectralSignatures.Find(representations, pictures.Features, pictures.Labels, Pictures.Classes));
        Assert.Equal(poisoned, ActivationClustering.Find(representations, pictures.Features, pictures.Labels, Pictures.Classes));
    }

    [Fact]
    public void Two_kinds_of_one_class_are_let_alone()
    {
        Pictures pictures = Pictures.Of(600, 29);
        var representations = new Matrix(600, 2);
        for (int i = 0; i < 600; i++)
        {
            representations[i, 0] = i % 7 < 2 ? 10 : 0; // a clear gap in every class, which has nothing to do with looks
            representations[i, 1] = pictures.Labels[i];
        }
        Assert.Empty(SpectralSignatures.Find(representations, pictures.Features, pictures.Labels, Pictures.Classes));
        Assert.Empty(ActivationClustering.Find(representations, pictures.Features, pictures.Labels, Pictures.Classes));
    }
}
