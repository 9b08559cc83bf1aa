//! How tables are put together, so that every name follows one rule.

use sea_orm_migration::prelude::*;

/// A table being put together.
pub(crate) struct NewTable {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

impl NewTable {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            table: Table::create().table(name).take(),
            indexes: Vec::new(),
        }
    }

    pub(crate) fn columns(mut self, columns: impl IntoIterator<Item = ColumnDef>) -> Self {
        for column in columns {
            self.table.col(column);
        }
        self
    }

    /// A primary key of several columns.
    pub(crate) fn key(mut self, columns: &[&'static str]) -> Self {
        let mut index = Index::create();
        for column in columns {
            index.col(*column);
        }
        self.table.primary_key(&mut index);
        self
    }

    /// The column names a row of the other table.
    pub(crate) fn refers(mut self, column: &'static str, table: &'static str) -> Self {
        self.table.foreign_key(
            ForeignKey::create()
                .name(format!("{}_{column}_fkey", self.name))
                .from(self.name, column)
                .to(table, "id"),
        );
        self
    }

    pub(crate) fn check(mut self, name: &str, rule: SimpleExpr) -> Self {
        self.table.check((format!("{}_{name}_check", self.name), rule));
        self
    }

    pub(crate) fn unique(mut self, columns: &[&'static str]) -> Self {
        let index = self.index_on(columns, "key").unique().to_owned();
        self.indexes.push(index);
        self
    }

    pub(crate) fn index(mut self, columns: &[&'static str]) -> Self {
        let index = self.index_on(columns, "idx");
        self.indexes.push(index);
        self
    }

    fn index_on(&self, columns: &[&'static str], suffix: &str) -> IndexCreateStatement {
        let mut index = Index::create();
        index
            .name(format!("{}_{}_{suffix}", self.name, columns.join("_")))
            .table(self.name);
        for column in columns {
            index.col(*column);
        }
        index
    }

    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.table).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Drops tables, those that refer to others first.
pub(crate) async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).take()).await?;
    }
    Ok(())
}

/// Columns for a table that is there already.
pub(crate) struct NewColumns(&'static str);

impl NewColumns {
    pub(crate) const fn of(table: &'static str) -> Self {
        Self(table)
    }

    /// SQLite adds one column a statement.
    pub(crate) async fn add(
        self,
        columns: impl IntoIterator<Item = ColumnDef> + Send,
        manager: &SchemaManager<'_>,
    ) -> Result<(), DbErr> {
        let statements: Vec<TableAlterStatement> = columns
            .into_iter()
            .map(|column| Table::alter().table(self.0).add_column(column).take())
            .collect();
        for statement in statements {
            manager.alter_table(statement).await?;
        }
        Ok(())
    }
}

/// Takes columns away.
pub(crate) async fn without(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    for column in columns {
        manager
            .alter_table(Table::alter().table(table).drop_column(*column).take())
            .await?;
    }
    Ok(())
}
